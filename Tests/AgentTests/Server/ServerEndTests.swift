import Foundation
import Platform
import TestSupport
import Testing
import Vault

@testable import Agent

@Suite struct ServerEndTests {
  private func made(_ directory: borrowing TemporaryDirectory) throws -> Bench {
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "1")
    return bench
  }

  private func get() throws -> AgentRequest {
    .service(.value(try Reference.parse("a")), reason: nil)
  }

  private func isLocked(_ failure: AgentFailure?) -> Bool {
    if case .lockedNow = failure { return true }
    return false
  }

  @Test func theLimitsAreKeptBeforeEveryAnswer() throws {
    let directory = try TemporaryDirectory()
    let clock = StoppedClock()
    let limits = LeaseLimits(idle: 1_000, absolute: 10_000)
    let rig = try StepRig(try made(directory).configuration, limits: limits, clock: clock.now)
    let client = try rig.client()
    for _ in 0..<9 {
      clock.advance(999)
      #expect(try rig.failure(try get(), to: client) == nil)
    }
    try client.ask(try get())
    try client.send()
    clock.advance(1_009)
    #expect(rig.server.step() == .lease(.absolute))
    #expect(isLocked(try client.failure()))
  }

  @Test func lookingAtTheAgentDoesNotKeepItAlive() throws {
    let directory = try TemporaryDirectory()
    let clock = StoppedClock()
    let rig = try StepRig(
      try made(directory).configuration, limits: LeaseLimits(idle: 1_000, absolute: nil),
      clock: clock.now)
    let client = try rig.client()
    clock.advance(600)
    guard case .status(let status) = try rig.answer(.status, to: client) else { throw Unexpected() }
    #expect(status.idleLeft == 400)
    #expect(status.idleLimit == 1_000)
    #expect(status.absoluteLeft == nil)
    clock.advance(400)
    try client.ask(.status)
    try client.send()
    #expect(rig.server.step() == .lease(.idle))
  }

  @Test func whatIsNoRequestDoesNotKeepItAlive() throws {
    let directory = try TemporaryDirectory()
    let clock = StoppedClock()
    let rig = try StepRig(
      try made(directory).configuration, limits: LeaseLimits(idle: 1_000, absolute: nil),
      clock: clock.now)
    clock.advance(600)
    let garbage = try rig.socket()
    let tool = try rig.client()
    _ = try garbage.send([1, 2, 3].span)
    _ = rig.server.step()
    let own = AgentRequest.toolEnvironment(ToolEnvironmentRequest())
    guard case .notServed = try rig.failure(own, to: tool) else { throw Unexpected() }
    clock.advance(400)
    try tool.ask(.status)
    try tool.send()
    #expect(rig.server.step() == .lease(.idle))
  }

  @Test func sleepEndsIt() throws {
    let directory = try TemporaryDirectory()
    let clock = StoppedClock()
    let rig = try StepRig(
      try made(directory).configuration, limits: LeaseLimits(idle: nil, absolute: nil),
      clock: clock.now)
    let client = try rig.client()
    #expect(try rig.failure(try get(), to: client) == nil)
    try client.ask(try get())
    try client.send()
    clock.advance(10, asleep: 1_500)
    #expect(rig.server.step() == .lease(.suspend))
    #expect(isLocked(try client.failure()))
  }

  @Test func disuseEndsItThoughNobodyAsks() throws {
    let directory = try TemporaryDirectory()
    let rig = try ServerRig(
      try made(directory), in: directory, .init(limits: LeaseLimits(idle: 200, absolute: nil)))
    #expect(try rig.end() == .lease(.idle))
    #expect(!FileSystem.exists(rig.place.socket))
    #expect(try rig.connect() == nil)
  }

  @Test func lockingIsConfirmedWhenEverythingIsGone() throws {
    let directory = try TemporaryDirectory()
    let bench = try made(directory)
    let rig = try ServerRig(bench, in: directory)
    let other = try rig.client()
    #expect(try other.get("a") == "1")
    guard case .locked = try rig.client().answer(.lock) else { throw Unexpected() }
    #expect(!FileSystem.exists(rig.place.socket))
    #expect(throws: AgentClientError.self) { try other.get("a") }
    // The place is free already.
    let next = try ServerRig(bench, in: directory)
    #expect(try next.client().get("a") == "1")
    try next.stop()
    #expect(try rig.end() == .locked)
  }

  @Test func whatCameBeforeTheLockIsAnswered() throws {
    let directory = try TemporaryDirectory()
    let rig = try StepRig(try made(directory).configuration)
    let (first, second) = (try rig.client(), try rig.client())
    try first.askToSet("b", "2")
    try first.ask(.lock)
    try first.ask(try get())
    try first.send()
    try second.ask(try get())
    try second.send()
    #expect(rig.server.step() == .locked)
    guard case .service(.stored) = try first.reply() else { throw Unexpected() }
    #expect(throws: AgentClientError.self) { _ = try first.reply() }
    #expect(isLocked(try second.failure()))
    let again = try Bench.open(rig.service.configuration)
    guard case .value = try again.answer(.value(try Reference.parse("b"))) else {
      throw Unexpected()
    }
  }

  @Test func whoWaitsAtTheEntranceIsToldThatItIsOver() throws {
    let directory = try TemporaryDirectory()
    let rig = try ServerRig(try made(directory), in: directory)
    let clients = try (0..<5).map { _ in try rig.client() }
    for client in clients {
      try client.ask(try get())
      try client.send()
    }
    try rig.stop()
    for client in clients {
      // Answered before the lock, or told of it.
      if let failure = try client.failure() { #expect(isLocked(failure)) }
    }
  }

  @Test func aSignalEndsIt() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      let bench = try Bench(in: directory)
      try bench.create()
      let service = try Bench.open(bench.configuration)
      let user = CurrentProcess.effectiveUser
      let signals = try SignalQueue([SignalQueue.hangUp])
      let server = try AgentServer(
        service, AgentServerOptions(.user(user), .none, socket: "/nowhere"), signals: signals)
      // To this thread, which is the only one of a real agent.
      raise(SignalQueue.hangUp)
      #expect(server.run() == .signal(SignalQueue.hangUp))
      do {
        _ = try service.answer(.query(.vault))
        Issue.record("it still has the keys")
      } catch ServiceError.locked {}
    }
  }
}
