import Agent
import Vault

package enum TargetAddCommand: Command {
  package static let declaration = CommandDeclaration(
    "target add", summary: "add a place that a tool reads its keys from",
    discussion: TargetCommandOptions.explanation,
    operands: [Operand("TOOL", .one, .tool, "the tool")],
    options: ToolOptions.places + [ToolOptions.environment],
    exclusions: ToolOptions.exclusions,
    exits: ExitStatus.opening + [.notFound, .refused, .conflict],
    examples: [
      Example("keyroll target add billing --env-file /srv/b/.env", "a file on this machine"),
      Example("keyroll target add billing --manual", "a console that somebody types it into"),
      Example(
        "keyroll target add web --env-file w.env --reload 'systemctl reload web'",
        "loaded when it changes"),
      Example(
        "keyroll target add app --command 'deploy-secrets --stdin'",
        "a program that takes the values"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let name = try invocation.tool(at: 0)
    try session.open()
    guard let target = try ToolOptions.target(invocation, session) else {
      throw .usage(
        .operand(
          .missing("--env-file PATH, --command CMD or --manual"), command: declaration.name))
    }
    let before = Set(try session.tool(name).targets.map(\.id))
    let tool = try session.changingTool(.addTarget(name, target))
    let added = tool.targets.filter { !before.contains($0.id) }
    try TargetApproval(session).approve(added, typed: target.typed)
    try ToolText.show(tool, session) { printer in
      printer.note("\(tool.name.text) has \(tool.targets.count, "place") now")
      ToolText.showCommands(of: added, printer)
      printer.hint("write it: keyroll emit \(tool.name.text)")
    }
    return .done
  }
}
