import Platform
import SecretMemory
import TestSupport
import Testing
import Vault

@testable import Agent

/// Clients that do not keep to the protocol, and what the others notice of them: nothing.
@Suite struct ServerHostilityTests {
  private func made(_ directory: borrowing TemporaryDirectory) throws -> Bench {
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "1")
    return bench
  }

  private func get(_ id: UInt32) throws -> [UInt8] {
    let message = try AgentRequest.service(.value(try Reference.parse("a")), reason: nil)
      .message(id: id)
    return message.head.encoded + message.body
  }

  private func send(_ bytes: [UInt8], to socket: borrowing LocalSocket) {
    _ = try? socket.send(bytes.span)
  }

  /// Everything until the other side ends or says nothing.
  private func rest(of socket: borrowing LocalSocket) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var block = try SecretBytes(count: 4096)
    while let count = try? block.withMutableSpan({ (span) throws(SystemError) in
      try socket.receive(into: &span)
    }), count > 0 {
      block.withSpan { span in for index in 0..<count { bytes.append(span[index]) } }
    }
    return bytes
  }

  /// Whether the agent has noticed that all others are gone.
  private func isAlone(_ client: AgentClient) throws -> Bool {
    for _ in 0..<200 {
      if try client.status().clients == 1 { return true }
      Clock.pause(milliseconds: 10)
    }
    return false
  }

  @Test func garbageIsAnsweredByClosing() throws {
    let directory = try TemporaryDirectory()
    let rig = try ServerRig(try made(directory), in: directory)
    let friend = try rig.client()
    var random = SeededGenerator(seed: 1)
    for round in 0..<300 {
      let socket = try rig.socket()
      var bytes = round % 3 == 0 ? [] : Preface.bytes
      if round % 3 == 2 { bytes += try get(1) }
      bytes += (0..<Int.random(in: 1...200, using: &random)).map { _ in .random(in: 0...255) }
      send(bytes, to: socket)
      if Bool.random(using: &random) { try socket.endSending() }
      if round % 10 == 0 { #expect(try friend.get("a") == "1") }
    }
    #expect(try friend.get("a") == "1")
    #expect(try isAlone(friend))
    try rig.stop()
  }

  @Test func aFlippedBitInARequestCostsOnlyItsClient() throws {
    let directory = try TemporaryDirectory()
    let rig = try StepRig(try made(directory).configuration)
    let friend = try rig.client()
    let request = Preface.bytes + (try get(7))
    for bit in 0..<request.count * 8 {
      var bytes = request
      bytes[bit / 8] ^= 1 << (bit % 8)
      let socket = try rig.socket()
      send(bytes, to: socket)
      try socket.endSending()
      for _ in 0..<3 where rig.server.clients.count > 1 { _ = rig.server.step() }
      #expect(rig.server.clients.count == 1)
    }
    let reference = try Reference.parse("a")
    let answer = try rig.answer(.service(.value(reference), reason: nil), to: friend)
    guard case .service(.value) = answer else { throw Unexpected() }
  }

  @Test func whoEndsSendingIsStillAnswered() throws {
    let directory = try TemporaryDirectory()
    let rig = try ServerRig(try made(directory), in: directory)
    let socket = try rig.socket()
    send(Preface.bytes + (try get(1)) + (try get(2)), to: socket)
    try socket.endSending()
    let bytes = try rest(of: socket)
    #expect(Array(bytes.prefix(16)) == Preface.bytes)
    var reader = MessageReader(.reply)
    var position = 16
    var ids: [UInt32] = []
    while let message = try reader.next(in: bytes.span, at: &position) { ids.append(message.id) }
    #expect(ids == [1, 2])
    try rig.stop()
  }

  @Test func whoLeavesInTheMiddleIsForgotten() throws {
    let directory = try TemporaryDirectory()
    let rig = try ServerRig(try made(directory), in: directory)
    let friend = try rig.client()
    let whole = Preface.bytes + (try get(1))
    for length in 0..<whole.count {
      let socket = try rig.socket()
      send(Array(whole.prefix(length)), to: socket)
    }
    #expect(try friend.get("a") == "1")
    #expect(try isAlone(friend))
    try rig.stop()
  }

  @Test func whoReadsNothingIsReadNoMore() throws {
    let directory = try TemporaryDirectory()
    let rig = try ServerRig(try made(directory), in: directory)
    let socket = try rig.socket()
    try socket.neverWait()
    send(Preface.bytes, to: socket)
    let request = try get(1)
    let many = Array((0..<2_000).map { _ in request }.joined())
    var stalled = 0
    // Until it takes no more: its own buffer and ours are full, and its memory is bounded.
    while stalled < 20 {
      if (try socket.send(many.span)) == nil {
        stalled += 1
        Clock.pause(milliseconds: 10)
      }
    }
    let friend = try rig.client()
    #expect(try friend.get("a") == "1")
    try rig.stop()
  }

  @Test func whoGoesOnReadingGetsEverything() throws {
    let directory = try TemporaryDirectory()
    let rig = try ServerRig(try made(directory), in: directory)
    let socket = try rig.socket()
    try socket.neverWait()
    send(Preface.bytes, to: socket)
    var toSend: [UInt8] = []
    for id in UInt32(0)..<20_000 { toSend += try get(id) }
    var sent = 0
    var reader = MessageReader(.reply)
    var preface = 0
    var next: UInt32 = 0
    var block = try SecretBytes(count: 4096)
    while next < 20_000 {
      if let taken = try socket.send(toSend.span.extracting(sent..<toSend.count)) { sent += taken }
      let count = try block.withMutableSpan { (span) throws(SystemError) in
        try socket.receive(into: &span)
      }
      guard let count else {
        Clock.pause(milliseconds: 1)
        continue
      }
      var position = min(count, 16 - preface)
      preface += position
      try block.withSpan { (span) throws(WireError) in
        while let message = try reader.next(in: span.extracting(first: count), at: &position) {
          #expect(message.id == next)
          next += 1
        }
      }
    }
    try rig.stop()
  }

  @Test func whoIsTooSlowIsLetGo() throws {
    let directory = try TemporaryDirectory()
    let clock = StoppedClock()
    let rig = try ServerRig(try made(directory), in: directory, .init(clock: clock.now))
    let silent = try rig.socket()
    let half = try rig.socket()
    send(Preface.bytes + (try get(1)).prefix(20), to: half)
    let idle = try rig.client()
    #expect(try idle.get("a") == "1")
    #expect(try idle.status().clients == 3)
    clock.advance(9_000)
    Clock.pause(milliseconds: 1_200)
    #expect(try idle.status().clients == 3)
    clock.advance(1_000)
    #expect(try rest(of: silent).isEmpty)
    #expect(try rest(of: half) == Preface.bytes)
    // Who says nothing between two requests is not slow.
    #expect(try isAlone(idle))
    try rig.stop()
  }

  @Test func surplusClientsAreTurnedAway() throws {
    let directory = try TemporaryDirectory()
    let clock = StoppedClock()
    let rig = try ServerRig(try made(directory), in: directory, .init(clock: clock.now))
    let clients = try (0..<128).map { _ in try rig.client() }
    for client in clients { #expect(try client.get("a") == "1") }
    #expect(throws: AgentClientError.self) { try rig.client().get("a") }
    #expect(try clients[0].get("a") == "1")
    _ = try clients[0].answer(.lock)
    #expect(try rig.end() == .locked)
  }
}
