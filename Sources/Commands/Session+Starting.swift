import Agent
import Platform

/// Starting agents, and being one.
extension Session {
  /// Starts an agent in the background, for the vault that this process has open. It can be asked
  /// when this returns.
  func startAgent(_ limits: LeaseLimits) throws(CommandError) {
    let assignment = try assignment(at: try agentPlace(), limits)
    let service = try connected()
    let session = try reporting { () throws(ServiceError) in try service.sessionKey() }
    try reporting { () throws(AgentStartError) in
      _ = try AgentStarter.start(
        assignment, with: session, arguments: [Program.agentName, assignment.vaultPath])
    }
  }

  /// Opens the vault and serves it until the end.
  ///
  /// - Parameter limits: those of a user's agent; nil for the agent of the machine's services.
  func beAgent(_ limits: LeaseLimits?) throws(CommandError) {
    AgentProcess.prepare()
    try openHere()
    let place = limits == nil ? try systemPlace() : try agentPlace()
    let assignment = try assignment(at: place, limits ?? .none)
    let service = try connected()
    let session = try reporting { () throws(ServiceError) in try service.sessionKey() }
    service.close()
    let printer = printer
    do throws(AgentStartError) {
      let end = try AgentProcess.run(assignment, with: session) {
        printer.note("serving \(assignment.vaultPath) at \(place.socket)")
      }
      printer.note("\(Message(end))")
    } catch { throw error.asCommandError }
  }

  private func systemPlace() throws(CommandError) -> AgentPlace {
    try reporting { () throws(PlaceError) in try AgentPlace() }
  }

  private func assignment(
    at place: AgentPlace, _ limits: LeaseLimits
  ) throws(CommandError) -> AgentAssignment {
    let (vault, state) = (try vaultPath(), try stateRoot())
    return try reporting { () throws(PlaceError) in
      try AgentAssignment(
        vault: vault, statePath: state, place: place, limits: limits,
        machine: Machine.hostName, user: User.current.name)
    }
  }
}

extension Message {
  /// Why an agent ended.
  init(_ end: AgentEnd) {
    switch end {
    case .locked: self = "locked: somebody said so"
    case .lease(.idle): self = "locked: nobody asked for anything"
    case .lease(.absolute): self = "locked: the time was over"
    case .lease(.suspend): self = "locked: the machine was asleep"
    case .shutOut: self = "locked: the vault opens with something else now"
    case .signal(let number): self = "locked: signal \(number)"
    }
  }
}
