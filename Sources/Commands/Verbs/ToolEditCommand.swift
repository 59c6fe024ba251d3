import Agent
import Vault

package enum ToolEditCommand: Command {
  package static let declaration = CommandDeclaration(
    "tool edit", summary: "change what is noted about a tool",
    discussion: "An empty text removes what was noted: --owner ''.",
    operands: [Operand("TOOL", .one, .tool, "the tool")],
    options: ToolOptions.attributes + OrderOptions.ofTool + [
      Option("rename", .one("NAME"), "give it another name; connections and history stay"),
      ToolOptions.environment,
    ],
    exits: ExitStatus.opening + [.notFound, .conflict],
    examples: [
      Example("keyroll tool edit billing --owner ana --require applied", "who, and how far"),
      Example("keyroll tool edit web --after database-jobs", "who takes a new value first"),
      Example("keyroll tool edit billing --rename billing@prod", "name its environment"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    var name = try invocation.tool(at: 0)
    var attributes = try ToolOptions.attributes(invocation)
    let new = try invocation.value("rename").map { text throws(CommandError) in
      try invocation.plainTool(text)
    }
    for entry in try OrderOptions.attributes(ofTool: invocation, session).entries {
      attributes[entry.name] = entry.values
    }
    guard new != nil || !attributes.isEmpty else {
      throw .usage(
        .operand(.missing("an option that changes something"), command: declaration.name))
    }
    if !attributes.isEmpty { try session.change(.editTool(name, attributes: attributes)) }
    if let new {
      try session.change(.renameTool(name, to: new))
      name = new
    }
    let tool = try session.tool(name)
    try ToolText.show(tool, session) { printer in
      printer.note("changed \(name.text)")
      if attributes[Attributes.Name.user] != nil, let user = ToolText.user(tool.attributes) {
        printer.note("it runs as \(user)")
      }
    }
    return .done
  }
}
