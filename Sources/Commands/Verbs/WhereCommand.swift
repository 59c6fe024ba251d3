import Agent
import Platform
import Vault

package enum WhereCommand: Command {
  package static let declaration = CommandDeclaration(
    "where", summary: "show who uses a key: tools, last uses, running processes",
    discussion: """
      SINCE is how long ago the tool was connected. VERSION is the one that the tool is to have. \
      STATE says how far it has come with it: pending, emitted (its files were written), applied \
      (somebody or something says that it has loaded it), verified, failed or waived. MAY HOLD is an \
      older version that it may still have, until something says otherwise. LAST USE is how long ago \
      the tool was last given the key by keyroll run, keyroll export or an agent, and in brackets how \
      often; files that were written are read without keyroll. Below stands how often the key was \
      read for no tool, as by keyroll get.

      Then come the processes on this machine that hold a version of the key now, under a name that \
      a tool has for it, in the environment that they were started with. Those that this user may \
      not look into are counted.
      """,
    operands: [Operand("KEY", .one, .key, "the key")],
    options: [
      Option(
        "behind", "only tools that have not come far enough, and processes with other versions"),
      Option("no-processes", "do not look at running processes"),
    ],
    exits: ExitStatus.opening + [.notFound],
    examples: [Example("keyroll where stripe", "who would notice if it changed")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let key = try invocation.keyName()
    let roll = try session.roll(ofKey: key)
    let behind = invocation.flag("behind")
    let lines = behind ? roll.lines.filter(\.isBehind) : roll.lines
    let survey = try processes(of: roll, invocation, session)
    let uses = (survey?.uses ?? []).filter { !behind || $0.isOutdated }
    if session.printer.isJSON {
      try session.printer.object([
        ("key", .text(key)), ("connections", .array(lines.map { JSONOutput(used: $0) })),
        ("read", JSONOutput(roll.use)), ("processes", .array(uses.map { JSONOutput($0) })),
        ("looked", JSONOutput(survey?.count)),
      ])
      return .done
    }
    let now = session.surroundings.now()
    if lines.isEmpty {
      session.printer.note(behind ? "no tool is behind" : "no tool uses \(key)")
    } else {
      try session.printer.table(table(lines, now))
    }
    if let use = roll.use, !behind {
      try session.printer.line("read directly: \(UseText.sentence(use, now))")
    }
    if !uses.isEmpty { try session.printer.table(table(uses)) }
    if let denied = survey?.count.denied, denied > 0 {
      session.printer.note("\(VerifyText.processes(denied)) could not be looked into")
    }
    return .done
  }

  private static func processes(
    of roll: RollView, _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ProcessSurvey? {
    guard !invocation.flag("no-processes"), let key = roll.lines.first?.key else { return nil }
    return try ProcessSurvey(of: try session.tools(), about: .key(key), session)
  }

  static func table(_ lines: [RollLine], _ now: Int64) -> Table {
    var table = Table([
      "TOOL", "VARIABLE", "SINCE", "VERSION", "STATE", "MAY HOLD", "LAST USE", "OWNER",
    ])
    for line in lines {
      table.add([
        line.tool.text, line.variable, Age.text(line.connectedAt, now: now),
        ToolText.version(line), ToolText.state(line), ToolText.holds(line),
        UseText.cell(line.lastUse, now), line.owner ?? "",
      ])
    }
    return table
  }

  private static func table(_ uses: [ProcessUse]) -> Table {
    var table = Table(["PROCESS", "NAME", "USER", "TOOL", "VARIABLE", "VERSION", "RUNNING FOR"])
    for use in uses {
      table.add([
        String(use.process.identifier), use.process.name, User.named(use.process.user).name,
        use.ownerText, use.held.map(\.variable).joined(separator: " "), "@\(use.version)",
        Age.text(-use.process.age, now: 0),
      ])
    }
    return table
  }
}
