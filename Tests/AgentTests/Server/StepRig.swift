import Platform
import TestSupport
import Vault

@testable import Agent

/// An agent in the test's own thread, which takes one turn when told to, and believes what it is
/// told about who connects.
final class StepRig {
  let service: Service
  let server: AgentServer
  let user = CurrentProcess.effectiveUser

  init(
    _ configuration: ServiceConfiguration, _ admission: Admission? = nil,
    limits: LeaseLimits = .none, clock: @escaping @Sendable () -> LeaseTime = LeaseTime.now
  ) throws {
    service = try Bench.open(configuration)
    server = try AgentServer(
      service,
      AgentServerOptions(admission ?? .user(user), limits, socket: "/nowhere", clock: clock))
  }

  /// A client of this user, or of another one; its end of the connection.
  func socket(as user: UInt32? = nil) throws -> LocalSocket {
    var pair = try LocalSocket.pair()
    let ours = pair.takeFirst()
    let theirs = pair.takeSecond()
    try theirs.neverWait()
    try ours.setTimeouts(milliseconds: 5_000)
    server.admit(theirs, PeerCredentials(process: 1, user: user ?? self.user, group: 0))
    return ours
  }

  func client(as user: UInt32? = nil) throws -> AgentClient {
    try AgentClient(try socket(as: user))
  }

  /// What the only client is answered.
  func answer(
    _ request: consuming AgentRequest, to client: AgentClient
  ) throws -> AgentResponse {
    try client.ask(request)
    try client.send()
    _ = server.step()
    return try client.reply()
  }

  /// Why it is not answered; nil when it is.
  func failure(
    _ request: consuming AgentRequest, to client: AgentClient
  ) throws -> AgentFailure? {
    try client.ask(request)
    try client.send()
    _ = server.step()
    return try client.failure()
  }
}
