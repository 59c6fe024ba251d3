import Agent
import Vault

package enum DisconnectCommand: Command {
  package static let declaration = CommandDeclaration(
    "disconnect", summary: "note that a tool no longer uses a key",
    discussion: "The value stays in the tool's files until the next keyroll emit.",
    operands: [
      Operand("TOOL", .one, .tool, "the tool"), Operand("KEY", .one, .key, "the key, or KEY#FIELD"),
    ],
    options: [
      Option("field", .one("F"), "only this field of the key", default: "all"),
      ToolOptions.environment,
    ],
    exits: ExitStatus.opening + [.notFound],
    examples: [Example("keyroll disconnect billing stripe", "then: keyroll emit billing")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let tool = try invocation.tool(at: 0)
    let reference = try invocation.reference(at: 1)
    guard reference.version == nil else {
      throw .usage(.operand(.notAKey, command: declaration.name))
    }
    let field = reference.field ?? invocation.value("field")
    try session.change(.disconnect(tool, key: reference.key, field: field))
    if session.printer.isJSON {
      try session.printer.object([
        ("tool", JSONOutput(tool)), ("key", .text(reference.key)),
        ("field", .text(optional: field)),
      ])
      return .done
    }
    session.printer.note("\(tool.text) no longer takes \(reference.text)")
    let kinds = Set(try session.tool(tool).targets.map(\.kind))
    if kinds == [.manual] {
      session.printer.hint("take the value out of \(tool.text) by hand")
    } else if !kinds.isEmpty {
      session.printer.hint("take the value out of its files: keyroll emit \(tool.text)")
    }
    return .done
  }
}
