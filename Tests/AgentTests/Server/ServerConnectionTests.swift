import SecretMemory
import TestSupport
import Testing

@testable import Agent

@Suite struct ServerConnectionTests {
  private static func message(
    _ id: UInt32, _ body: Int = 3, secret: Int = 0, kind: MessageKind = .request
  ) throws -> WireMessage {
    var bytes: SecretBytes?
    if secret > 0 {
      var block = try SecretBytes(count: secret)
      block.withMutableSpan { for index in 0..<secret { $0[index] = Self.letter(id, index) } }
      bytes = .some(block)
    }
    return WireMessage(
      kind: kind, id: id, body: (0..<body).map { Self.letter(id, $0 + 1) }, secret: bytes)
  }

  private static func letter(_ id: UInt32, _ index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: Int(id) &* 31 &+ index)
  }

  private static func bytes(_ message: consuming WireMessage) -> [UInt8] {
    var bytes = message.head.encoded + message.body
    message.secret?.withSpan { span in for index in span.indices { bytes.append(span[index]) } }
    return bytes
  }

  /// What a request is, in a form that can be compared.
  private struct Seen: Equatable {
    let id: UInt32
    let bytes: [UInt8]

    init(_ message: consuming WireMessage) {
      id = message.id
      bytes = ServerConnectionTests.bytes(message)
    }
  }

  private func sent(_ connection: ClientConnection, at most: Int = .max) -> [UInt8] {
    var bytes: [UInt8] = []
    _ = connection.send { first, second in
      let before = bytes.count
      for index in first.indices.prefix(most) { bytes.append(first[index]) }
      for index in second.indices.prefix(most - min(most, first.count)) {
        bytes.append(second[index])
      }
      return bytes.count - before
    }
    return bytes
  }

  @Test func readsTheSameHoweverTheBytesCome() throws {
    for seed in UInt64(0)..<200 {
      var random = SeededGenerator(seed: seed)
      var stream = Preface.bytes
      var expected: [Seen] = []
      for id in UInt32(0)..<20 {
        let long = Int.random(in: 0..<10, using: &random) == 0
        let body = Int.random(in: 0...(long ? 9_000 : 40), using: &random)
        let secret = Bool.random(using: &random) ? Int.random(in: 0...5_000, using: &random) : 0
        expected.append(Seen(try Self.message(id, body, secret: secret)))
        stream += Self.bytes(try Self.message(id, body, secret: secret))
      }
      let connection = ClientConnection(stock: SegmentStock())
      var seen: [Seen] = []
      var rest = stream[...]
      while !rest.isEmpty || connection.hasKept {
        func serve(_ message: consuming WireMessage) throws(WireError) -> Flow {
          seen.append(Seen(message))
          return Bool.random(using: &random) ? .goOn : .pause
        }
        if connection.hasKept {
          try connection.readKept(serve)
        } else {
          let count = Int.random(in: 1...(Bool.random(using: &random) ? 5 : 6_000), using: &random)
          try connection.read(Array(rest.prefix(count)).span, serve)
          rest = rest.dropFirst(count)
        }
      }
      #expect(seen == expected)
      #expect(!connection.isMidway)
    }
  }

  @Test func repliesComeOutAsTheyWentIn() throws {
    for seed in UInt64(0)..<20 {
      var random = SeededGenerator(seed: seed)
      let connection = ClientConnection(stock: SegmentStock())
      let preface = Preface.bytes
      try connection.read(preface.span) { _ in .goOn }
      var expected = Preface.bytes
      var got: [UInt8] = []
      for id in UInt32(0)..<40 {
        let (body, secret) = (
          Int.random(in: 0...3_000, using: &random), Int.random(in: 0...9_000, using: &random)
        )
        expected += Self.bytes(try Self.message(id, body, secret: secret, kind: .response))
        try connection.reply(try Self.message(id, body, secret: secret, kind: .response))
        if Bool.random(using: &random) {
          got += sent(connection, at: Int.random(in: 1...9_000, using: &random))
        }
      }
      got += sent(connection)
      #expect(got == expected)
      #expect(!connection.hasReplies)
    }
  }

  @Test func whatIsHeldWaits() throws {
    let connection = ClientConnection(stock: SegmentStock())
    try connection.reply(try Self.message(1, secret: 4, kind: .response))
    try connection.hold(try Self.message(2, secret: 4, kind: .response))
    #expect(sent(connection) == Self.bytes(try Self.message(1, secret: 4, kind: .response)))
    try connection.hold(try Self.message(3, 0, kind: .response))
    connection.release()
    #expect(!connection.isHolding)
    let both =
      Self.bytes(try Self.message(2, secret: 4, kind: .response))
      + Self.bytes(try Self.message(3, 0, kind: .response))
    #expect(sent(connection) == both)
  }

  @Test func whatIsWithdrawnIsNeverSent() throws {
    let connection = ClientConnection(stock: SegmentStock())
    for id in UInt32(1)...3 {
      try connection.hold(try Self.message(id, secret: 4, kind: .response))
    }
    connection.withdraw(.lockedNow)
    var expected: [UInt8] = []
    for id in UInt32(1)...3 {
      expected += Self.bytes(try AgentFailure.lockedNow.message(id: id))
    }
    #expect(sent(connection) == expected)
    #expect(!connection.isBroken)
  }

  @Test func noMoreIsReadWhileMuchWaits() throws {
    let connection = ClientConnection(stock: SegmentStock())
    var stream = Preface.bytes
    for id in UInt32(0)..<10 { stream += Self.bytes(try Self.message(id)) }
    var served = 0
    func serve(_ message: consuming WireMessage) throws(WireError) -> Flow {
      served += 1
      do { try connection.reply(try Self.message(message.id, 100_000, kind: .response)) } catch {
        throw .body
      }
      return .goOn
    }
    try connection.read(stream.span, serve)
    #expect(served == 3)
    #expect(connection.isFull)
    try connection.readKept(serve)
    #expect(served == 3)
    _ = sent(connection)
    try connection.readKept(serve)
    #expect(served == 6)
  }

  @Test(arguments: 0..<Preface.length) func aWrongPrefaceIsRefused(_ index: Int) {
    var preface = Preface.bytes
    preface[index] ^= 1
    let connection = ClientConnection(stock: SegmentStock())
    #expect(throws: WireError.self) { try connection.read(preface.span) { _ in .goOn } }
    // Told our version, whatever it was.
    #expect(sent(connection) == Preface.bytes)
  }

  @Test func whatIsLongerThanALimitIsRefusedByItsHead() throws {
    let limits = MessageLimits(body: 100, secret: 10)
    for (body, secret, isFine) in [(100, 10, true), (101, 0, false), (1, 11, false)] {
      let connection = ClientConnection(limits, stock: SegmentStock())
      let head = MessageHead(kind: .request, id: 1, bodyLength: body, secretLength: secret)
      let bytes = Preface.bytes + head.encoded
      if isFine {
        try connection.read(bytes.span) { _ in .goOn }
        #expect(connection.isMidway)
      } else {
        #expect(throws: WireError.self) { try connection.read(bytes.span) { _ in .goOn } }
      }
    }
  }
}
