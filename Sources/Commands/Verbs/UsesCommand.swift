import Agent
import Vault

package enum UsesCommand: Command {
  package static let declaration = CommandDeclaration(
    "uses", summary: "show which keys a tool uses, under which variables",
    operands: [Operand("TOOL", .one, .tool, "the tool")], options: [ToolOptions.environment],
    exits: ExitStatus.opening + [.notFound],
    examples: [Example("keyroll uses billing@prod", "what its files hold")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let tool = try invocation.tool(at: 0)
    let lines = try session.roll(ofTool: tool).lines
    if session.printer.isJSON {
      try session.printer.object([
        ("tool", JSONOutput(tool)), ("connections", .array(lines.map { JSONOutput($0) })),
      ])
      return .done
    }
    guard !lines.isEmpty else {
      session.printer.note("\(tool.text) uses no keys yet")
      session.printer.hint("connect it: keyroll connect \(tool.text) KEY")
      return .done
    }
    try session.printer.table(table(lines))
    return .done
  }

  static func table(_ lines: [RollLine]) -> Table {
    var table = Table(["VARIABLE", "KEY", "FIELD", "VERSION", "STATE", "MAY HOLD"])
    for line in lines {
      table.add([
        line.variable, line.key, line.field, ToolText.version(line), ToolText.state(line),
        ToolText.holds(line),
      ])
    }
    return table
  }
}
