import Agent
import SecretMemory
import TestSupport
import Testing
import Vault

/// Bytes of peers that do not keep to the protocol: never a trap, never two readings.
@Suite struct WireHostilityTests {
  /// Every valid message, cut at every byte with a head that fits.
  @Test func noMessageIsThePrefixOfAnotherBody() throws {
    for bytes in Self.validRequests {
      let head = try MessageHead(reading: bytes.span, limits: .request)
      let body = Array(bytes[16..<16 + head.bodyLength])
      let secret = Array(bytes[(16 + head.bodyLength)...])
      for length in 0..<body.count {
        let cut = Self.request(Array(body[..<length]), secret)
        #expect(try Wire.outcome(of: cut, .request) == "body")
      }
      let longer = Self.request(body + [0xf6], secret)
      #expect(try Wire.outcome(of: longer, .request) == "body")
    }
  }

  @Test func secretsOfAnyOtherLengthAreRefused() throws {
    for bytes in Self.validRequests {
      let head = try MessageHead(reading: bytes.span, limits: .request)
      let body = Array(bytes[16..<16 + head.bodyLength])
      for length in 0..<40 where length != head.secretLength {
        let other = Self.request(body, Array(repeating: 1, count: length))
        #expect(try Wire.outcome(of: other, .request) == "secrets")
      }
    }
  }

  /// Changed at random, always in the same way: whatever is accepted has one encoding.
  @Test func changedMessagesHaveOneReadingOrNone() throws {
    var generator = SeededGenerator(seed: 0x6b65_7972)
    var outcomes: [String: Int] = [:]
    for vector in WireVector.all where vector.direction != "preface" {
      let limits = vector.direction == "request" ? MessageLimits.request : .reply
      for _ in 0..<60 {
        let changed = Self.fitted(Self.changed(vector.bytes, &generator))
        outcomes[try Wire.outcome(of: changed, limits), default: 0] += 1
      }
    }
    #expect(outcomes["not the same again"] == nil)
    #expect(outcomes["valid", default: 0] > 1000)
    #expect(outcomes["body", default: 0] > 1000)
    #expect(outcomes["secrets", default: 0] > 50)
  }

  /// The same for what a service does with a request that nobody would make.
  @Test func changedRequestsAreAnsweredOrRefused() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("k", "one")
    try bench.set("acme/live", "two")
    try bench.addTool("billing")
    try bench.connect("billing", "k")
    var generator = SeededGenerator(seed: 0x726f_6c6c)
    var (answered, refused) = (0, 0)
    for bytes in Self.validRequests {
      for _ in 0..<40 {
        let changed = Self.fitted(Self.changed(bytes, &generator))
        guard let message = try? Wire.message(changed, .request),
          let request = try? AgentRequest(message)
        else { continue }
        guard case .service(let asked, _) = consume request else { continue }
        do {
          _ = try bench.service.answer(asked)
          answered += 1
        } catch { refused += 1 }
      }
    }
    #expect(answered > 50)
    #expect(refused > 100)
  }

  /// What the protocol allows and no command asks for.
  @Test func extremesAreAnsweredOrRefused() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    for expires in [Int64.min, -1, 0, .max] {
      let attributes = Attributes([(name: "max-age", values: ["\(expires)"])])
      let wish = SetKey(name: "k", attributes: attributes, expires: expires)
      ask(.setKey(wish, try Bench.fields([("value", "")])), of: bench)
      ask(.stageRotation(StageRotation(key: "k", expires: expires), SecretFields()), of: bench)
      ask(.query(.status), of: bench)
      ask(.query(.keys(KeyFilter(staleOnly: true))), of: bench)
    }
    for limit in [0, 1, Int.max] { ask(.query(.log(subject: nil, limit: limit)), of: bench) }
    let versions =
      [0, UInt64.max].map { VersionSelector.number($0) }
      + VersionLabel.allCases.map { VersionSelector.label($0) }
    for version in versions {
      let reference = Reference(key: "k", version: version, field: "")
      ask(.value(reference), of: bench)
      ask(.query(.key(reference)), of: bench)
      ask(
        .change(.revoke(Revoke(reference: reference, force: true, emergency: true))), of: bench)
    }
    let nameless = ToolName(listed: "", environment: "")
    for keys in [[], [""], ["**?**"], [String(repeating: "*", count: 5000)]] {
      ask(.change(.connect(Connect(tool: nameless, keys: keys))), of: bench)
    }
    ask(.environment(EnvironmentRequest(tool: nameless, only: [""])), of: bench)
    ask(.change(.intendEmission([])), of: bench)
    ask(.change(.intendEmission([Sample.selection, Sample.selection])), of: bench)
    ask(
      .change(.recordEmission([EmissionReport(selection: Sample.selection, failure: "")])),
      of: bench)
    askExtremesOfRotation(bench)
    ask(.change(.setting(name: "max-age", values: ["9223372036854775807d"])), of: bench)
    ask(.change(.setting(name: "", values: [])), of: bench)
    #expect(try bench.get("k").isEmpty)
  }

  private func askExtremesOfRotation(_ bench: Bench) {
    for number in [Int64.min, -1, 0, .max] {
      let stage = StageRotation(
        key: "k", grace: number, canary: [Sample.tool, Sample.tool], emergency: true,
        began: number)
      for wish in [stage, StageRotation(key: "k", grace: number, emergency: true)] {
        if let fields = try? Bench.fields([("value", "")]) {
          ask(.stageRotation(wish, fields), of: bench)
        }
        ask(.query(.rotations(key: "k")), of: bench)
      }
      ask(.query(.due(DueWish(within: number, unused: number))), of: bench)
      let commands = TargetCommands(reload: [""], verify: ["\u{0}"], timeout: number)
      ask(
        .change(.addTarget(Sample.tool, .command([], dialect: "", commands: commands))), of: bench)
    }
    for number in [nil, 0, UInt64.max] {
      ask(.change(.rollback(key: "k", to: number)), of: bench)
    }
    ask(.change(.observe(Sample.observations)), of: bench)
    let wish = CommandWish(selection: Sample.selection, step: .deliver)
    ask(.change(.intendCommands([wish, wish])), of: bench)
    let report = CommandReport(
      selection: Sample.selection, operation: Sample.id(1), step: .deliver, code: "")
    ask(.change(.recordCommands([report, report])), of: bench)
    ask(.change(.replace(Replace(old: "k", new: "k"))), of: bench)
    ask(.change(.waive(Sample.tool, key: "k", reason: "")), of: bench)
    ask(.recognize(.everything, SecretFields()), of: bench)
  }

  private func ask(_ request: consuming Request, of bench: Bench) {
    _ = try? bench.service.answer(request)
  }

  private static let validRequests = WireVector.all.filter {
    $0.direction == "request" && $0.expected == "valid"
  }.map(\.bytes)

  private static func request(_ body: [UInt8], _ secret: [UInt8]) -> [UInt8] {
    let head = MessageHead(
      kind: .request, id: 1, bodyLength: body.count, secretLength: secret.count)
    return head.encoded + body + secret
  }

  private static func changed(
    _ bytes: [UInt8], _ generator: inout SeededGenerator
  ) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let place = Int.random(in: 0...bytes.count, using: &generator)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
      case 1 where place < bytes.count: bytes.remove(at: place)
      case 2 where place < bytes.count:
        bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
      case 3 where place < bytes.count: bytes[place] &+= 1
      case 4 where place < bytes.count:
        bytes[place] = [0xf6, 0x80, 0x60, 0xff, 0x1b].randomElement(using: &generator) ?? 0
      default:
        let end = Int.random(in: place...bytes.count, using: &generator)
        bytes.insert(contentsOf: bytes[place..<end], at: place)
      }
    }
    return bytes
  }

  /// With a body length that takes up what was added or taken away, so that more than heads is
  /// tried.
  private static func fitted(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count >= MessageHead.length else { return bytes }
    var bytes = bytes
    let secret = (0..<4).reduce(0) { $0 | Int(bytes[4 + $1]) << (8 * $1) }
    let body = max(bytes.count - MessageHead.length - secret, 0)
    for index in 0..<4 { bytes[index] = UInt8(truncatingIfNeeded: body >> (8 * index)) }
    return bytes
  }
}
