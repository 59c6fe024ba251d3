import Ledger
import Synchronization
import TestSupport
import Testing
import Vault

@testable import Agent

@Suite struct ServerGroupTests {
  private func made(_ directory: borrowing TemporaryDirectory) throws -> (StepRig, CountingDevice) {
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("old", "before")
    let device = CountingDevice()
    var configuration = bench.configuration
    configuration.device = device
    return (try StepRig(configuration), device)
  }

  private func clients(_ count: Int, of rig: StepRig) throws -> [AgentClient] {
    try (0..<count).map { _ in try rig.client() }
  }

  @Test func manyWritersWaitForTheDiskOnce() throws {
    let directory = try TemporaryDirectory()
    let (rig, device) = try made(directory)
    let clients = try clients(40, of: rig)
    for (index, client) in clients.enumerated() { try client.askToSet("k\(index)", "v\(index)") }
    device.counts.withLock { $0.syncs = 0 }
    #expect(rig.server.step() == nil)
    #expect(device.counts.withLock { $0.syncs } == 1)
    for client in clients {
      guard case .service(.stored) = try client.reply() else { throw Unexpected() }
    }
    for (index, client) in clients.enumerated() {
      try client.ask(.service(.value(try Reference.parse("k\(39 - index)")), reason: nil))
      try client.send()
    }
    #expect(rig.server.step() == nil)
    for (index, client) in clients.enumerated() { #expect(try client.value() == "v\(39 - index)") }
  }

  @Test func nobodyIsToldOfWhatDidNotGetToTheDisk() throws {
    let directory = try TemporaryDirectory()
    let (rig, device) = try made(directory)
    let clients = try clients(10, of: rig)
    for (index, client) in clients.enumerated() { try client.askToSet("k\(index)", "v") }
    // Read after the changes of the same turn, and so from what is not durable.
    let reader = try rig.client()
    try reader.ask(.service(.value(try Reference.parse("k0")), reason: nil))
    try reader.send()
    device.counts.withLock { $0.failsNext = true }
    #expect(rig.server.step() == nil)
    for client in clients + [reader] {
      guard case .service(.ledger(.storage)) = try client.failure() else { throw Unexpected() }
    }
    // Nothing of it holds, and the next change does.
    let other = try rig.client()
    let absent = try rig.failure(
      .service(.value(try Reference.parse("k0")), reason: nil), to: other)
    guard case .service(.refused(.noSuchKey)) = absent else { throw Unexpected() }
    try other.askToSet("new", "after")
    #expect(rig.server.step() == nil)
    guard case .service(.stored) = try other.reply() else { throw Unexpected() }
  }

  @Test func whatWasReadBeforeTheFirstChangeDoesNotWait() throws {
    let directory = try TemporaryDirectory()
    let (rig, device) = try made(directory)
    let client = try rig.client()
    try client.ask(.service(.value(try Reference.parse("old")), reason: nil))
    try client.askToSet("new", "after")
    device.counts.withLock { $0.failsNext = true }
    #expect(rig.server.step() == nil)
    #expect(try client.value() == "before")
    #expect(throws: AgentClientError.self) { _ = try client.reply() }
  }

  @Test func aNewGenerationIsMadeAlone() throws {
    let directory = try TemporaryDirectory()
    let (rig, _) = try made(directory)
    let client = try rig.client()
    try client.askToSet("a", "1")
    try client.ask(.service(.change(.removeKey(name: "old", purge: true)), reason: nil))
    try client.ask(.service(.value(try Reference.parse("a")), reason: nil))
    try client.askToSet("b", "2")
    try client.ask(.service(.value(try Reference.parse("b")), reason: nil))
    try client.send()
    #expect(rig.server.step() == nil)
    guard case .service(.stored) = try client.reply() else { throw Unexpected() }
    guard case .service(.done) = try client.reply() else { throw Unexpected() }
    #expect(try client.value() == "1")
    guard case .service(.stored) = try client.reply() else { throw Unexpected() }
    #expect(try client.value() == "2")
  }

  @Test func eachClientHasItsOwnReason() throws {
    let directory = try TemporaryDirectory()
    let (rig, _) = try made(directory)
    let (first, second) = (try rig.client(), try rig.client())
    for (client, name) in [(first, "a"), (second, "b")] {
      try client.ask(
        .service(.setKey(SetKey(name: name), try Bench.fields([("value", "x")])), reason: name))
    }
    #expect(rig.server.step() == nil)
    for client in [first, second] { _ = try client.reply() }
    let answer = try rig.answer(
      .service(.query(.log(subject: nil, limit: nil)), reason: nil), to: first)
    guard case .service(.log(let lines)) = answer else { throw Unexpected() }
    let reasons = lines.filter { $0.event == "KeyAdded" }.compactMap(\.reason)
    #expect(Set(reasons) == ["a", "b"])
  }

  @Test func requestsOfOneReadingLookOnceForOthers() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "1")
    let rig = try StepRig(bench.configuration)
    let client = try rig.client()
    let request = try Reference.parse("a")
    for value in 2..<6 {
      try bench.set("a", "\(value)")
      // Written by another process before it was asked for.
      for _ in 0..<3 { try client.ask(.service(.value(request), reason: nil)) }
      try client.send()
      #expect(rig.server.step() == nil)
      for _ in 0..<3 { #expect(try client.value() == "\(value)") }
    }
  }

  @Test func whatIsRecordedFirstIsRecordedTogether() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "1")
    _ = try bench.service.answer(.change(.setting(name: "audit", values: ["strict"])))
    let device = CountingDevice()
    var configuration = bench.configuration
    configuration.device = device
    let rig = try StepRig(configuration)
    let clients = try clients(20, of: rig)
    func ask() throws {
      for client in clients {
        try client.ask(.service(.value(try Reference.parse("a")), reason: nil))
        try client.send()
      }
      device.counts.withLock { $0.syncs = 0 }
      #expect(rig.server.step() == nil)
    }
    try ask()
    #expect(device.counts.withLock { $0.syncs } == 1)
    for client in clients { #expect(try client.value() == "1") }
    device.counts.withLock { $0.failsNext = true }
    try ask()
    for client in clients {
      guard case .service = try client.failure() else { throw Unexpected() }
    }
  }
}
