import Agent
import Vault

package enum UsesCommand: Command {
  package static let declaration = CommandDeclaration(
    "uses", summary: "show which keys a tool uses, under which variables",
    discussion: """
      LAST USE is how long ago the tool was last given the key by keyroll run, keyroll export or an \
      agent, and in brackets how often; files that were written are read without keyroll.
      """,
    operands: [Operand("TOOL", .one, .tool, "the tool")], options: [ToolOptions.environment],
    exits: ExitStatus.opening + [.notFound],
    examples: [Example("keyroll uses billing@prod", "what its files hold")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let tool = try invocation.tool(at: 0)
    let roll = try session.roll(ofTool: tool)
    if session.printer.isJSON {
      try session.printer.object([
        ("tool", JSONOutput(tool)),
        ("connections", .array(roll.lines.map { JSONOutput(used: $0) })),
        ("last-use", JSONOutput(roll.use)),
      ])
      return .done
    }
    guard !roll.lines.isEmpty else {
      session.printer.note("\(tool.text) uses no keys yet")
      session.printer.hint("connect it: keyroll connect \(tool.text) KEY")
      return .done
    }
    try session.printer.table(table(roll.lines, session.surroundings.now()))
    return .done
  }

  static func table(_ lines: [RollLine], _ now: Int64) -> Table {
    var table = Table(["VARIABLE", "KEY", "FIELD", "VERSION", "STATE", "MAY HOLD", "LAST USE"])
    for line in lines {
      table.add([
        line.variable, line.key, line.field, ToolText.version(line), ToolText.state(line),
        ToolText.holds(line), UseText.cell(line.lastUse, now),
      ])
    }
    return table
  }
}
