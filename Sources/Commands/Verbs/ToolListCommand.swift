import Agent
import Vault

package enum ToolListCommand: Command {
  package static let declaration = CommandDeclaration(
    "tool list", aliases: ["ls"], summary: "list the tools",
    exits: ExitStatus.opening,
    examples: [Example("keyroll tool list", "with their places and the number of their keys")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let tools = try session.tools()
    if session.printer.isJSON {
      try session.printer.object([("tools", .array(tools.map { JSONOutput($0) }))])
      return .done
    }
    guard !tools.isEmpty else {
      session.printer.note("there are no tools yet")
      session.printer.hint("register one: keyroll tool add NAME --env-file PATH")
      return .done
    }
    var table = Table(["TOOL", "KEYS", "STATE", "PLACES", "OWNER"])
    for tool in tools {
      table.add([
        tool.name.text, String(Set(tool.connections.map(\.key)).count), state(tool),
        tool.targets.map { ToolText.place($0).text }.joined(separator: ", "),
        tool.attributes.owner ?? "",
      ])
    }
    try session.printer.table(table)
    return .done
  }

  private static func state(_ tool: ToolView) -> String {
    let behind = Set(tool.connections.filter(\.isBehind).map(\.key)).count
    return behind == 0 ? "up to date" : "\(behind) behind"
  }
}
