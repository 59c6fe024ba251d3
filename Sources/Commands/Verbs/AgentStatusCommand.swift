import Agent

package enum AgentStatusCommand: Command {
  package static let declaration = CommandDeclaration(
    "agent status", summary: "show the agent that serves the vault",
    exits: [.locked, .noVault, .refused],
    examples: [Example("keyroll agent status --json", "for scripts; status 4 when there is none")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    guard let agent = try session.runningAgent() else {
      throw .agent(.none(vault: try session.vaultPath()))
    }
    let status = try session.status(of: agent)
    if session.printer.isJSON {
      try session.printer.object(AgentText.members(status))
    } else {
      try AgentText.show(status, session)
    }
    return .done
  }
}
