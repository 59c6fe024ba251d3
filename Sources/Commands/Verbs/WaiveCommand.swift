import Agent
import Vault

package enum WaiveCommand: Command {
  package static let declaration = CommandDeclaration(
    "waive", summary: "count a tool as having a key's new value although nothing shows it",
    discussion: "For a tool that is switched off or gone. The reason stays in the log.",
    operands: [Operand("TOOL", .one, .tool, "the tool"), Operand("KEY", .one, .key, "the key")],
    options: [ToolOptions.environment],
    exits: ExitStatus.opening + [.notFound],
    examples: [
      Example("keyroll waive old-cron stripe --reason 'switched off in May'", "it needs no key")
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let tool = try invocation.tool(at: 0)
    let key = try invocation.keyName(at: 1)
    guard let reason = session.globals.reason, !reason.isEmpty else {
      throw .roll(.reasonMissing)
    }
    try session.change(.waive(tool, key: key, reason: reason))
    try session.printer.done(
      "\(tool.text) is not waited for with \(key)",
      [("tool", JSONOutput(tool)), ("key", .text(key)), ("level", .text("waived"))])
    return .done
  }
}
