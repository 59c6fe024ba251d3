import Agent
import Vault

package enum TargetRemoveCommand: Command {
  package static let declaration = CommandDeclaration(
    "target rm", aliases: ["remove"], summary: "take a place away from a tool",
    discussion: "The file that was written there stays as it is: remove it yourself.",
    operands: [
      Operand("TOOL", .one, .tool, "the tool"),
      Operand("TARGET", .optional, .path, "its path; not needed where the tool has only one place"),
    ],
    options: [ToolOptions.environment], exits: ExitStatus.opening + [.notFound],
    examples: [Example("keyroll target rm billing /srv/b/.env", "one of several places")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let name = try invocation.tool(at: 0)
    let target = try TargetChoice.target(of: name, invocation, session)
    try session.change(.removeTarget(name, target: target.name))
    try TargetApproval(session).forget([target])
    try ToolText.show(try session.tool(name), session) { printer in
      printer.note("\(name.text) has lost the place \(ToolText.place(target))")
      if let path = target.path, target.isHere {
        printer.hint("what was written stays: rm \(path)")
      }
    }
    return .done
  }
}
