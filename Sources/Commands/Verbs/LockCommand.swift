import Agent

package enum LockCommand: Command {
  package static let declaration = CommandDeclaration(
    "lock", summary: "end the agent and wipe what it had in memory",
    discussion: "A vault that no agent serves is locked already: that is no error.",
    exits: [.noVault, .refused],
    examples: [Example("keyroll lock", "commands ask for the passphrase again")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let path = try session.vaultPath()
    let agent = try session.runningAgent()
    let wasUnlocked = agent != nil
    if let agent { try session.lock(agent) }
    try session.printer.done(
      wasUnlocked ? "locked \(path)" : "\(path) was locked already",
      [("vault", .text(path)), ("was-unlocked", .bool(wasUnlocked))])
    return .done
  }
}
