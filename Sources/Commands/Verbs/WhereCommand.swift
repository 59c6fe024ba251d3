import Agent
import Vault

package enum WhereCommand: Command {
  package static let declaration = CommandDeclaration(
    "where", summary: "show which tools use a key, and how far each has come",
    discussion: """
      VERSION is the one that the tool is to have. STATE says how far it has come with it: pending, \
      emitted (its files were written), applied (somebody or something says that it has loaded it), \
      verified, failed or waived. MAY HOLD is an older version \
      that it may still have, until something says otherwise.
      """,
    operands: [Operand("KEY", .one, .key, "the key")],
    options: [Option("behind", "only tools that have not come far enough")],
    exits: ExitStatus.opening + [.notFound],
    examples: [Example("keyroll where stripe", "who would notice if it changed")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let key = try invocation.keyName()
    var lines = try session.roll(ofKey: key).lines
    if invocation.flag("behind") { lines = lines.filter(\.isBehind) }
    if session.printer.isJSON {
      try session.printer.object([
        ("key", .text(key)), ("connections", .array(lines.map { JSONOutput($0) })),
      ])
      return .done
    }
    guard !lines.isEmpty else {
      let nobody: Message = invocation.flag("behind") ? "no tool is behind" : "no tool uses \(key)"
      session.printer.note(nobody)
      return .done
    }
    try session.printer.table(table(lines))
    return .done
  }

  static func table(_ lines: [RollLine]) -> Table {
    var table = Table(["TOOL", "VARIABLE", "VERSION", "STATE", "MAY HOLD", "OWNER"])
    for line in lines {
      table.add([
        line.tool.text, line.variable, ToolText.version(line), ToolText.state(line),
        ToolText.holds(line), line.owner ?? "",
      ])
    }
    return table
  }
}
