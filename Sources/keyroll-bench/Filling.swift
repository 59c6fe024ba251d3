import ByteCoding
import Cryptography
import Ledger
import Vault

/// Fills a vault through transactions of many keys each.
struct Filling {
  /// So few that the payload around one value, which reading it opens, stays small.
  private static let keysPerTransaction = 100
  /// One key in so many is connected to a tool, and so many tools share those keys.
  private static let connectedShare = 10
  private static let toolCount = 20

  static let value = Array("sk-bench-5f0b1d3c9e7a42868f64c1d20b9e".utf8)
  static let attributes = Attributes([
    ("env", ["production"]), ("owner", ["payments"]), ("tag", ["bench"]),
  ])

  private let ledger: Ledger
  private var state = State(base: EmptyBase())
  private var failure: RecordError?
  private let tools = (0..<toolCount).map { _ in identifier() }

  init(_ ledger: Ledger) {
    self.ledger = ledger
    ledger.replayTail { fold($0) }
  }

  static func name(_ number: Int) -> String { "team-\(number % 97)/service-\(number)" }

  mutating func fill(keys: Int) throws {
    try write(tools.enumerated().map { Self.tool($0.offset, $0.element) }, blobs: [])
    for start in stride(from: 0, to: keys, by: Self.keysPerTransaction) {
      var events: [Event] = []
      var blobs: [SealedBlob] = []
      for number in start..<min(keys, start + Self.keysPerTransaction) {
        let isConnected = number % Self.connectedShare == 0
        let tool = tools[number / Self.connectedShare % Self.toolCount]
        let key = try key(Self.name(number), connectedTo: isConnected ? tool : nil)
        events += key.events
        blobs.append(key.blob)
      }
      try write(events, blobs: blobs)
    }
    if let failure { throw failure }
  }

  /// Adds one key in a transaction of its own, as `set` does.
  mutating func add(_ name: String) throws {
    let key = try key(name, connectedTo: nil)
    try write(key.events, blobs: [key.blob])
  }

  func writeCheckpoint() throws {
    guard try ledger.writeCheckpoint(changes: state.changes) else {
      throw BenchFailure.noCheckpoint
    }
  }

  private func key(
    _ name: String, connectedTo tool: Identifier?
  ) throws -> (events: [Event], blob: SealedBlob) {
    let field = Field(id: Self.identifier(), name: "value")
    let ids = ValueIDs(key: Self.identifier(), version: Self.identifier(), field: field.id)
    let value = Self.value
    let sealed = try ledger.seal(value.span, for: ids)
    let commitments = [FieldCommitment(field: field.id, commitment: sealed.commitment)]
    var events: [Event] = [
      .keyAdded(
        KeyAdded(
          key: ids.key, name: name, fields: [field], attributes: Self.attributes)),
      .versionStaged(
        VersionStaged(
          key: ids.key, version: ids.version, values: commitments, expires: nil, origin: .set)),
      .versionPromoted(VersionPromoted(key: ids.key, version: ids.version)),
    ]
    if let tool {
      events.append(
        .connected(
          Connected(
            connection: Self.identifier(), tool: tool, key: ids.key, field: field.id,
            variable: "KEY_\(ids.key.hex)", isRequired: true,
            attributes: Attributes())))
    }
    return (events, sealed.blob)
  }

  private static func tool(_ number: Int, _ id: Identifier) -> Event {
    .toolAdded(
      ToolAdded(tool: id, name: "tool-\(number)", environment: nil, attributes: Attributes()))
  }

  private mutating func write(_ events: [Event], blobs: [SealedBlob]) throws {
    let raw = events.map {
      RawEvent(kind: $0.kind, critical: $0.critical, payload: $0.encodedPayload())
    }
    let draft = TransactionDraft(
      id: Self.identifier(), time: 1_800_000_000_000, actor: "bench", events: raw, blobs: blobs)
    _ = try ledger.transact(reset: {}, apply: { fold($0) }) { (draft, ()) }
  }

  private mutating func fold(_ body: TransactionBody) {
    let stamp = Stamp(
      time: body.time, actor: body.actor, transaction: body.id, sequence: body.sequence)
    for raw in body.events where Event.knows(raw.kind) {
      do {
        try state.apply(Event(kind: raw.kind, payload: raw.payload), stamp)
      } catch { failure = .unavailable }
    }
  }

  private static func identifier() -> Identifier { Identifier(RandomBytes.bytes(16)) }
}

enum BenchFailure: Error {
  /// A checkpoint that should have been written was not.
  case noCheckpoint
  /// A program that was to be measured failed.
  case program(String)
  /// The kernel does not count this.
  case counter(String)
}
