import Agent
import Platform

/// The running agent as the other way to the vault: the same requests, the same answers.
extension Session {
  /// Where the agent of this vault is, or would be.
  func agentPlace() throws(CommandError) -> AgentPlace {
    let (vault, user) = (try vaultPath(), CurrentProcess.effectiveUser)
    let directory = AgentPlace.runDirectory(
      surroundings.variable("XDG_RUNTIME_DIR"), user: user, stateRoot: try stateRoot())
    do throws(PlaceError) {
      return try AgentPlace(vault: vault, in: directory, user: user)
    } catch {
      if case .system(let reason) = error, reason.name == "ENOENT" {
        throw .service(.noVault(path: vault))
      }
      throw .agent(.place(error))
    }
  }

  /// The agent that runs for this vault; nil where none does.
  func runningAgent() throws(CommandError) -> AgentClient? {
    let place = try agentPlace()
    return try reporting { () throws(AgentClientError) in try AgentClient.connect(to: place) }
  }

  /// The agent for the services of this machine, whoever asks; nil where none runs.
  func systemAgent() throws(CommandError) -> AgentClient? {
    let (place, trusted) = try reporting { () throws(PlaceError) in
      (try AgentPlace(), try SystemAgentSettings.trustedUser())
    }
    return try reporting { () throws(AgentClientError) in
      try AgentClient.connect(to: place, trusting: trusted)
    }
  }

  /// The agent that answers this command's requests. One that cannot be trusted is as good as none.
  func agentForRequests() throws(CommandError) -> AgentClient? {
    guard surroundings.hasAgents, !globals.noAgent, !isTurnedOff else { return nil }
    do throws(CommandError) {
      return try runningAgent()
    } catch {
      guard case .agent(let problem) = error else { throw error }
      // Where the path of a socket is too long, no agent was started either.
      if case .place(.pathTooLong) = problem { return nil }
      printer.warning("no agent is asked: \(Diagnostic(error).message)")
      return nil
    }
  }

  private var isTurnedOff: Bool {
    surroundings.variable("KEYROLL_NO_AGENT")?.isEmpty == false
  }

  /// Asks the agent; nil when it ended before it took the request, as if it had never run.
  func ask(
    _ agent: AgentClient, _ request: consuming Request
  ) throws(CommandError) -> Response? {
    do throws(AgentClientError) {
      let answer = try agent.answer(.service(request, reason: globals.reason))
      if case .service(let response) = consume answer { return response }
    } catch {
      switch error {
      case .lost(mayHaveHappened: false), .failure(.lockedNow): return nil
      default: throw error.asCommandError
      }
    }
    throw .unexpectedAnswer
  }

  /// Ends an agent; returns when its keys are gone.
  func lock(_ agent: AgentClient) throws(CommandError) {
    do throws(AgentClientError) {
      if case .locked = try agent.answer(.lock) { return }
    } catch {
      switch error {
      // It has ended by itself in the meantime, or is there and says nothing: stopped, perhaps.
      case .lost, .failure(.lockedNow):
        guard try runningAgent() != nil else { return }
        throw CommandError.agent(.silent)
      default: throw error.asCommandError
      }
    }
    throw .unexpectedAnswer
  }

  func status(of agent: AgentClient) throws(CommandError) -> AgentStatus {
    let answer = try reporting { () throws(AgentClientError) in try agent.answer(.status) }
    guard case .status(let status) = answer else { throw .unexpectedAnswer }
    return status
  }

  /// One prompt a session: what was typed once opens the vault for the commands that follow. That
  /// an agent cannot be started is worth a word, and no reason to fail.
  func startAgentAfterPrompt() {
    do throws(CommandError) {
      guard surroundings.hasAgents, !globals.noAgent, !isTurnedOff,
        try settings().first(where: { $0.name == "start-agent" })?.values != ["never"]
      else { return }
      try startAgent(AgentOptions.standard)
      printer.note("the vault stays unlocked for a while; end that with: keyroll lock")
    } catch {
      printer.warning("the vault does not stay unlocked: \(Diagnostic(error).message)")
    }
  }
}

extension Request {
  /// The same once more, where it carries no secret.
  var again: Request? {
    switch self {
    case .query(let query): .query(query)
    case .value(let reference): .value(reference)
    case .environment(let wish): .environment(wish)
    case .change(let change): .change(change)
    default: nil
    }
  }
}
