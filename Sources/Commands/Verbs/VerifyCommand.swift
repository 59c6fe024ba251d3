import Agent
import Vault

package enum VerifyCommand: Command {
  package static let declaration = CommandDeclaration(
    "verify", summary: "compare files and running processes with what the vault says",
    discussion: """
      Every environment file on this machine is read, and each of its variables is the value that its \
      tool is to have, that of another version, missing, or edited by hand. Then the environments of \
      all running processes that this user may read are searched for any version of a key under the \
      names that tools have for it.

      What is found is remembered: a tool whose file or process differs is pending again and keeps \
      the old value from being revoked; one whose processes run with the right version is verified. \
      A process counts as a tool's where no other tool uses the key under that name, or where it \
      runs as the user that the tool was given (keyroll tool edit --user).

      Files of other machines and places that somebody looks after by hand are listed and not looked \
      at. A process shows the environment that it was started with, not what it has read since.
      """,
    operands: [
      Operand("TOOL|KEY", .optional, .text, "a tool, or a key whose tools are meant (default: all)")
    ],
    options: [
      Option("dry-run", "remember nothing of what is found"),
      Option("no-files", "look at processes only"),
      Option("no-processes", "look at files only"),
      ToolOptions.environment,
    ],
    exclusions: [["no-files", "no-processes"]],
    exits: ExitStatus.opening + [.notFound, .refused, .drift],
    examples: [
      Example("keyroll verify", "is everything as it should be on this machine?"),
      Example("keyroll verify stripe --dry-run", "who still runs with an old value?"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    // Who writes meanwhile would have mended what is then noted as broken.
    let turn = try invocation.flag("dry-run") ? nil : EmissionTurn(session)
    let tools = try session.tools()
    let subject = try Subject(invocation, among: tools, session)
    var report = VerifyReport()
    if !invocation.flag("no-files") {
      let survey = try TargetSurvey(of: subject.tools(among: tools), about: subject, session)
      report.targets = survey.findings
      report.unseen = survey.unseen
    }
    if !invocation.flag("no-processes") {
      let survey = try ProcessSurvey(of: tools, about: subject, session)
      report.processes = survey.uses
      report.count = survey.count
    }
    if session.printer.isJSON {
      try session.printer.object(report.members)
    } else {
      try VerifyText(report: report, session: session).show()
    }
    if let turn {
      try remember(report, session)
      turn.end()
    }
    return report.isDrift ? .drift : .done
  }

  private static func remember(
    _ report: VerifyReport, _ session: Session
  ) throws(CommandError) {
    var observations = Observations(session)
    try observations.add(report.targets)
    try observations.add(report.processes, besides: report.targets)
    try observations.record()
  }
}
