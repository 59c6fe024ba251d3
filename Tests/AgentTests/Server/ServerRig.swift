import Foundation
import Ledger
import Platform
import SecretMemory
import Synchronization
import TestSupport
import Vault

@testable import Agent

/// An agent in a thread of the test, with a real vault and a real socket.
final class ServerRig: Sendable {
  let place: AgentPlace
  private let begun = DispatchSemaphore(value: 0)
  private let over = DispatchSemaphore(value: 0)
  private let result = Mutex<Result<AgentEnd, any Error>?>(nil)

  struct Settings: Sendable {
    var limits = LeaseLimits.none
    var clock: @Sendable () -> LeaseTime = LeaseTime.now
    var admission: Admission?
    var device: (any StorageDevice)?
  }

  init(
    _ bench: Bench, in directory: borrowing TemporaryDirectory, _ settings: Settings = Settings()
  ) throws {
    let user = CurrentProcess.effectiveUser
    place = try AgentPlace(vault: bench.vaultPath, in: directory.path("run"), user: user)
    let state = directory.path("agent-state")
    var configuration = bench.configuration
    if let device = settings.device { configuration.device = device }
    let made = configuration
    let thread = Thread { [self] in
      let end = Result {
        try Self.serve(made, place, state, settings) { self.begun.signal() }
      }
      result.withLock { $0 = end }
      begun.signal()
      over.signal()
    }
    thread.start()
    begun.wait()
    if case .failure(let error) = result.withLock({ $0 }) { throw error }
  }

  private static func serve(
    _ configuration: ServiceConfiguration, _ place: AgentPlace, _ state: String,
    _ settings: Settings, _ begun: () -> Void
  ) throws -> AgentEnd {
    let service = try Bench.open(configuration)
    let user = CurrentProcess.effectiveUser
    let options = AgentServerOptions(
      settings.admission ?? .user(user), settings.limits, socket: place.socket,
      clock: settings.clock)
    let server = try AgentServer(service, options)
    try server.open(try Entrance.open(place, state: state, user: user))
    begun()
    return server.run()
  }

  /// A connection; nil when no agent runs.
  func connect() throws -> AgentClient? { try AgentClient.connect(to: place) }

  func client() throws -> AgentClient {
    guard let client = try connect() else { throw Unexpected() }
    return client
  }

  /// A connection that speaks as the test wants.
  func socket() throws -> LocalSocket {
    try LocalSocket.connect(place.socket, milliseconds: 20_000)
  }

  /// Waits for the agent to end.
  func end() throws -> AgentEnd {
    guard over.wait(timeout: .now() + 60) == .success else { throw Unexpected() }
    over.signal()
    guard let result = result.withLock({ $0 }) else { throw Unexpected() }
    return try result.get()
  }

  /// Locks it, and waits for its end.
  @discardableResult
  func stop() throws -> AgentEnd {
    if let client = try connect() { _ = try client.answer(.lock) }
    return try end()
  }
}

extension AgentClient {
  func get(_ reference: String) throws -> String {
    try ask(.service(.value(try Reference.parse(reference)), reason: nil))
    return try value()
  }

  /// The answer to the oldest request, which is a value.
  func value() throws -> String {
    guard case .service(.value(let value)) = try reply() else { throw Unexpected() }
    return value.withSpan { span in
      String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
    }
  }

  func askToSet(_ name: String, _ value: String) throws {
    try ask(
      .service(.setKey(SetKey(name: name), try Bench.fields([("value", value)])), reason: "test"))
  }

  func set(_ name: String, _ value: String) throws {
    try askToSet(name, value)
    guard case .service(.stored) = try reply() else { throw Unexpected() }
  }

  /// Why the oldest request is not answered; nil when it is.
  func failure() throws -> AgentFailure? {
    do { _ = try reply() } catch AgentClientError.failure(let failure) { return failure }
    return nil
  }

  func status() throws -> AgentStatus {
    guard case .status(let status) = try answer(.status) else { throw Unexpected() }
    return status
  }
}
