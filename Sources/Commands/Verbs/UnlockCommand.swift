import Agent

package enum UnlockCommand: Command {
  package static let declaration = CommandDeclaration(
    "unlock", summary: "open the vault once for the commands that follow",
    discussion: """
      An agent in the background keeps the vault open, and every command uses it. It ends when the \
      vault was not used for as long as --ttl says, at the latest after --max, with keyroll lock, \
      and when the machine was suspended. A command that had to ask for the passphrase starts one \
      by itself, unless: keyroll config set start-agent never.
      """,
    options: AgentOptions.limits,
    exits: ExitStatus.opening + [.refused, .conflict],
    examples: [
      Example("keyroll unlock", "one prompt a session"),
      Example("keyroll unlock --ttl 1h --max 12h", "for a long day"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let limits = try AgentOptions.limits(invocation)
    if let agent = try session.runningAgent() {
      guard invocation.has("ttl") || invocation.has("max") else {
        try AgentText.tell(
          try session.status(of: agent), session, saying: "is unlocked already")
        return .done
      }
      // Who may use a vault for longer is who knows what opens it.
      try session.openHere()
      try session.lock(agent)
    }
    try session.openHere()
    try session.startAgent(limits)
    guard let agent = try session.runningAgent() else { throw .agent(.endedAtOnce) }
    try AgentText.tell(try session.status(of: agent), session, saying: "is unlocked")
    return .done
  }
}
