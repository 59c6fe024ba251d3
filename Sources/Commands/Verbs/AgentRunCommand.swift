import Agent

package enum AgentRunCommand: Command {
  package static let declaration = CommandDeclaration(
    "agent run", summary: "be the agent, in the foreground",
    discussion: """
      For service managers; keyroll unlock starts one in the background. With --system it serves \
      the services of the machine: each tool that has --user UID gets its own variables and nothing \
      else, with keyroll run --as-tool. It then needs a passphrase or key file that nobody types, \
      and no limit of time ends it.
      """,
    options: AgentOptions.limits + [AgentOptions.system],
    exclusions: [["system", "ttl"], ["system", "max"]],
    exits: ExitStatus.opening + [.refused, .conflict],
    examples: [
      Example("keyroll agent run --ttl 1h", "until Ctrl-C"),
      Example("keyroll agent run --system", "as in: keyroll agent unit --system"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    try session.beAgent(invocation.flag("system") ? nil : try AgentOptions.limits(invocation))
    return .done
  }
}
