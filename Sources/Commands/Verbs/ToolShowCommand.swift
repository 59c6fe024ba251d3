import Agent
import Vault

package enum ToolShowCommand: Command {
  package static let declaration = CommandDeclaration(
    "tool show", summary: "show a tool, its places and its keys",
    operands: [Operand("TOOL", .one, .tool, "the tool")], options: [ToolOptions.environment],
    exits: ExitStatus.opening + [.notFound],
    examples: [Example("keyroll tool show billing@prod", "everything about one tool")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    var tool = try session.tool(try invocation.tool(at: 0))
    tool.attributes = try session.legible(tool.attributes)
    try ToolText.show(tool, session) { printer throws(CommandError) in
      try describe(tool, printer, session.surroundings.now())
    }
    return .done
  }

  private static func describe(
    _ tool: ToolView, _ printer: Printer, _ now: Int64
  ) throws(CommandError) {
    try printer.line("\(tool.name.text)")
    for entry in tool.attributes.entries where entry.name != Attributes.Name.user {
      try printer.line("  \(entry.name): \(list: entry.values)")
    }
    if let user = ToolText.user(tool.attributes) { try printer.line("  runs as: \(user)") }
    for target in tool.targets {
      try printer.line("  written: \(ToolText.place(target))")
      for line in ToolText.commands(target) { try printer.line("    " + line) }
    }
    if tool.targets.isEmpty { try printer.line("  written: nowhere yet (keyroll target add)") }
    if let use = tool.lastUse {
      try printer.line("  used: \(UseText.sentence(use, now)) (\(use.kind.rawValue))")
    }
    if let denials = tool.denials {
      try printer.line("  denied to others: \(UseText.sentence(denials, now))")
    }
    guard !tool.connections.isEmpty else { return try printer.line("  keys: none yet") }
    try printer.table(UsesCommand.table(tool.connections, now))
  }
}
