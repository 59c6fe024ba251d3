import Agent
import Vault

package enum WhereCommand: Command {
  package static let declaration = CommandDeclaration(
    "where", summary: "show which tools use a key, and how far each has come",
    discussion: """
      VERSION is the one that the tool is to have. STATE says how far it has come with it: pending, \
      emitted (its files were written), applied (somebody or something says that it has loaded it), \
      verified, failed or waived. MAY HOLD is an older version \
      that it may still have, until something says otherwise. LAST USE is how long ago the tool was \
      last given the key by keyroll run, keyroll export or an agent, and in brackets how often; files \
      that were written are read without keyroll. Below stands how often the key was read for no tool, \
      as by keyroll get.
      """,
    operands: [Operand("KEY", .one, .key, "the key")],
    options: [Option("behind", "only tools that have not come far enough")],
    exits: ExitStatus.opening + [.notFound],
    examples: [Example("keyroll where stripe", "who would notice if it changed")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let key = try invocation.keyName()
    let roll = try session.roll(ofKey: key)
    let lines = invocation.flag("behind") ? roll.lines.filter(\.isBehind) : roll.lines
    if session.printer.isJSON {
      try session.printer.object([
        ("key", .text(key)), ("connections", .array(lines.map { JSONOutput(used: $0) })),
        ("read", JSONOutput(roll.use)),
      ])
      return .done
    }
    let now = session.surroundings.now()
    if lines.isEmpty {
      let nobody: Message = invocation.flag("behind") ? "no tool is behind" : "no tool uses \(key)"
      session.printer.note(nobody)
    } else {
      try session.printer.table(table(lines, now))
    }
    if let use = roll.use, !invocation.flag("behind") {
      try session.printer.line("read directly: \(UseText.sentence(use, now))")
    }
    return .done
  }

  static func table(_ lines: [RollLine], _ now: Int64) -> Table {
    var table = Table([
      "TOOL", "VARIABLE", "VERSION", "STATE", "MAY HOLD", "LAST USE", "OWNER",
    ])
    for line in lines {
      table.add([
        line.tool.text, line.variable, ToolText.version(line), ToolText.state(line),
        ToolText.holds(line), UseText.cell(line.lastUse, now), line.owner ?? "",
      ])
    }
    return table
  }
}
