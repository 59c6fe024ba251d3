import Agent
import Vault

package enum ToolAddCommand: Command {
  package static let declaration = CommandDeclaration(
    "tool add", summary: "register a tool and the place that it reads its keys from",
    discussion: """
      A tool is anything that uses keys, in one environment: a service, a job, a device, a person's \
      script. Its values go into an environment file that keyroll writes, to a command, or somebody \
      carries them over (--manual). More places: keyroll target add.
      """,
    operands: [Operand("NAME", .one, .text, "the new tool, NAME or NAME@ENVIRONMENT")],
    options: ToolOptions.places + ToolOptions.attributes + OrderOptions.ofTool + [
      Option("like", .one("TOOL"), "connect it to the same keys as this tool"),
      ToolOptions.environment,
    ],
    exclusions: ToolOptions.exclusions,
    exits: ExitStatus.opening + [.notFound, .refused, .conflict],
    examples: [
      Example("keyroll tool add billing --env-file /srv/billing/.env", "written as dotenv"),
      Example("keyroll tool add cron@prod --env-file cron.env --dialect sh", "for a shell script"),
      Example("keyroll tool add scoreboard --manual --owner ana", "somebody types the key there"),
      Example(
        "keyroll tool add mailer --user mailer", "a service that a system agent knows by user"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let name = try invocation.tool(at: 0)
    let like = try invocation.value("like").map { text throws(CommandError) in
      try invocation.plainTool(text)
    }
    let attributes = try ToolOptions.attributes(invocation)
    try session.open()
    let order = try OrderOptions.attributes(ofTool: invocation, session)
    let wish = AddTool(
      tool: name, attributes: attributes.edited(by: order),
      target: try ToolOptions.target(invocation, session),
      like: like)
    let tool = try session.changingTool(.addTool(wish))
    try TargetApproval(session).approve(tool.targets, typed: wish.target?.typed ?? [:])
    try ToolText.show(tool, session) { printer in
      printer.note("added \(tool.name.text)")
      ToolText.showCommands(of: tool.targets, printer)
      if let user = ToolText.user(tool.attributes) { printer.note("it runs as \(user)") }
      printer.hint("connect it to keys: keyroll connect \(tool.name.text) KEY")
    }
    return .done
  }
}
