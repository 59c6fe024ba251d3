package import ByteCoding

/// A fact, as the ledger carries it. Kinds 1 to 15 are the ledger's own, the others the domain's.
package struct RawEvent: Equatable, Sendable {
  package let kind: UInt64
  /// Whether a reader that does not know the kind must not write the vault.
  package let critical: Bool
  /// CBOR.
  package let payload: [UInt8]

  package init(kind: UInt64, critical: Bool, payload: [UInt8]) {
    self.kind = kind
    self.critical = critical
    self.payload = payload
  }
}

/// The facts of one command with who, when and why, as its writer signed them. Compaction and
/// rekeying never change one.
package struct TransactionBody: Equatable, Sendable {
  /// Drawn once for a command.
  package let id: Identifier
  package let writer: Identifier
  /// From 1, one for each transaction of the writer.
  package let counter: UInt64
  /// Hash of the writer's body before, 32 zero bytes for the first.
  package let previous: [UInt8]
  /// The last frame that the writer had seen.
  package let observedSequence: UInt64
  package let observedHead: [UInt8]
  /// Milliseconds since 1970.
  package let time: Int64
  /// Who, by the name of the program's user; at most 4 KiB.
  package let actor: String
  /// Why, at most 4 KiB.
  package let reason: String?
  /// One at least, the ledger's own among them.
  package let events: [RawEvent]
  /// Sequence of the frame in which it stands in the present file; not part of what was signed.
  package var sequence: UInt64

  static let noPrevious = [UInt8](repeating: 0, count: 32)

  var hasLedgerEvents: Bool { events.contains { LedgerEvent.kinds.contains($0.kind) } }

  var encoded: [UInt8] {
    var writer = CBORWriter()
    writer.map {
      $0.put(0, id)
      $0.put(1, self.writer)
      $0.put(2, counter)
      $0.put(3, previous)
      $0.put(4) {
        $0.array(2)
        $0.unsigned(observedSequence)
        $0.bytes(observedHead)
      }
      $0.put(5, UInt64(max(0, time)))
      $0.put(6, actor)
      $0.put(7) { if let reason { $0.text(reason) } else { $0.null() } }
      $0.put(8, events) { writer, event in
        writer.array(3)
        writer.unsigned(event.kind)
        writer.bool(event.critical)
        writer.bytes(event.payload)
      }
    }
    return writer.bytes
  }

  /// Reads a body that stands in the frame `sequence`.
  static func decode(_ bytes: [UInt8], sequence: UInt64) throws(ReadFault) -> TransactionBody {
    try decoding(bytes, as: .bodyEncoding) { (reader) throws(CBORError) in
      var keys = try reader.keys()
      try keys.expect(0, in: &reader)
      let id = try reader.identifier()
      try keys.expect(1, in: &reader)
      let writer = try reader.identifier()
      try keys.expect(2, in: &reader)
      let counter = try reader.unsigned()
      try keys.expect(3, in: &reader)
      let previous = try reader.bytes(count: 32)
      try keys.expect(4, in: &reader)
      try reader.tuple(2)
      let observedSequence = try reader.unsigned()
      let observedHead = try reader.bytes(count: 32)
      try keys.expect(5, in: &reader)
      guard let time = Int64(exactly: try reader.unsigned()) else { throw .unsupported }
      try keys.expect(6, in: &reader)
      let actor = try reader.text(limit: Limits.text)
      try keys.expect(7, in: &reader)
      var reason: String?
      if reader.peekKind() == .null {
        try reader.null()
      } else {
        reason = try reader.text(limit: Limits.text)
      }
      try keys.expect(8, in: &reader)
      let events = try reader.elements(event)
      guard !events.isEmpty else { throw .unsupported }
      try keys.finish(in: &reader)
      return TransactionBody(
        id: id, writer: writer, counter: counter, previous: previous,
        observedSequence: observedSequence, observedHead: observedHead, time: time, actor: actor,
        reason: reason, events: events, sequence: sequence)
    }
  }

  private static func event(_ reader: inout CBORReader) throws(CBORError) -> RawEvent {
    try reader.tuple(3)
    let kind = try reader.unsigned()
    let critical = try reader.bool()
    let payload = try reader.bytes()
    var content = CBORReader(payload)
    try content.checkContent()
    try content.end()
    return RawEvent(kind: kind, critical: critical, payload: payload)
  }
}
