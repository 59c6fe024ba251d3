import Agent
import Vault

package enum ToolRemoveCommand: Command {
  package static let declaration = CommandDeclaration(
    "tool rm", aliases: ["remove"], summary: "forget a tool",
    discussion: "The files that were written for it stay as they are: remove them yourself.",
    operands: [Operand("TOOL", .one, .tool, "the tool")],
    options: [
      Option("force", "even while it is connected to keys, which takes the connections along"),
      ToolOptions.environment,
    ],
    exits: ExitStatus.opening + [.notFound, .refused, .conflict],
    examples: [Example("keyroll tool rm billing", "once keyroll uses billing shows no keys")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let name = try invocation.tool(at: 0)
    let tool = try session.tool(name)
    let force = invocation.flag("force")
    if force, !tool.connections.isEmpty {
      try session.questions.require(
        "forget \(tool.name.text) and its \(tool.connections.count, "connection")?")
    }
    try session.change(.removeTool(name, force: force))
    try TargetApproval(session).forget(tool.targets)
    try ToolText.show(tool, session) { printer in
      printer.note("removed \(tool.name.text)")
      for target in tool.targets {
        guard let path = target.path, target.isHere else { continue }
        printer.hint("what was written stays: rm \(path)")
      }
    }
    return .done
  }
}
