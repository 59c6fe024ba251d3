import Agent
import Vault

package enum TargetAddCommand: Command {
  package static let declaration = CommandDeclaration(
    "target add", summary: "add a place that a tool reads its keys from",
    operands: [Operand("TOOL", .one, .tool, "the tool")],
    options: ToolOptions.places + [ToolOptions.environment],
    exclusions: [["env-file", "manual"]],
    exits: ExitStatus.opening + [.notFound, .refused, .conflict],
    examples: [
      Example("keyroll target add billing --env-file /srv/b/.env", "a file on this machine"),
      Example("keyroll target add billing --manual", "a console that somebody types it into"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let name = try invocation.tool(at: 0)
    try session.open()
    guard let target = try ToolOptions.target(invocation, session) else {
      throw .usage(
        .operand(.missing("--env-file PATH or --manual"), command: declaration.name))
    }
    let tool = try session.changingTool(.addTarget(name, target))
    try ToolText.show(tool, session) { printer in
      printer.note("\(tool.name.text) has \(tool.targets.count, "place") now")
      printer.hint("write it: keyroll emit \(tool.name.text)")
    }
    return .done
  }
}
