import ByteCoding
import Ledger
import SecretMemory
import TestSupport

/// A transaction of the crash suites: a number, and a value that follows from it.
struct Entry: Equatable {
  static let kind: UInt64 = 20

  let number: Int
  /// Length of the value in bytes.
  var size = 40

  var value: [UInt8] {
    var random = SeededGenerator(seed: UInt64(number))
    return (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  var ids: ValueIDs {
    ValueIDs(key: identifier(1), version: identifier(2), field: identifier(3))
  }

  /// The same for every attempt to write the entry.
  var transaction: Identifier { identifier(4) }

  private func identifier(_ role: UInt8) -> Identifier {
    let digits = (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    return Identifier(digits + [UInt8](repeating: role, count: 8))
  }

  /// The entry's draft with its value sealed, and the commitment to it in the event.
  func draft(_ sealing: ValueSealing) throws(LedgerError) -> TransactionDraft {
    let (blob, commitment) = try sealing.seal(value.span, for: ids)
    var payload = CBORWriter()
    payload.array(3)
    payload.unsigned(UInt64(number))
    payload.unsigned(UInt64(size))
    payload.bytes(commitment)
    let event = RawEvent(kind: Self.kind, critical: true, payload: payload.bytes)
    return TransactionDraft(
      id: transaction, time: Int64(number), actor: "test", reason: nil, events: [event],
      blobs: [blob])
  }
}

/// An entry as a vault gives it back.
struct FoundEntry {
  let entry: Entry
  let commitment: [UInt8]

  /// Nil for transactions of other kinds.
  init?(_ body: TransactionBody) throws {
    guard let event = body.events.first(where: { $0.kind == Entry.kind }) else { return nil }
    var reader = CBORReader(event.payload)
    guard try reader.array() == 3 else { throw Unexpected(event.payload) }
    entry = Entry(number: Int(try reader.unsigned()), size: Int(try reader.unsigned()))
    commitment = try reader.bytes()
  }
}

extension Ledger {
  /// Writes an entry unless the vault holds it already.
  func put(_ entry: Entry) throws {
    let written: Bool? = try transact(reset: {}, apply: { _ in }) {
      () throws(LedgerError) in (try entry.draft(sealing), true)
    }
    guard written == true else { throw Unexpected(written) }
  }

  /// Writes entries in one group, which is over when this throws.
  func put(together entries: [Entry]) throws {
    beginGroup()
    do {
      for entry in entries {
        var held: TransactionBody?
        let written: Bool? = try transact(reset: {}, apply: { held = $0 }) {
          () throws(LedgerError) in (try entry.draft(sealing), true)
        }
        guard written == true else { throw Unexpected(written) }
        if let body = held, let found = try FoundEntry(body), found.entry == entry {
          guard try value(of: found) == entry.value else { throw Unexpected(entry.number) }
        }
      }
    } catch {
      // Only those before the one that failed are still held.
      try endGroup()
      throw error
    }
    try endGroup()
  }

  /// Adds a slot for the same key file; there are never more than two.
  func changeSlot(_ number: Int, newEpoch: Bool) throws {
    let slot = try makeSlot(
      SlotRequest(id: Entry(number: number).transaction), factors: TestMachine.factors())
    try changeSlots(
      add: [slot], remove: Set(slots.dropFirst().map(\.id)), newEpoch: newEpoch,
      draft: .maintenance(number), reset: {}, apply: { _ in })
  }

  func compact(_ number: Int, resealing: Bool) throws {
    let found = try entries()
    let keys = Dictionary(
      uniqueKeysWithValues: found.map { ($0.entry.ids.address, $0.entry.ids.key) })
    try compact(
      resealing: resealing ? { keys[$0] } : nil, draft: .maintenance(number), reset: {},
      apply: { _ in })
  }

  /// All entries in the order of the ledger.
  func entries() throws -> [FoundEntry] {
    var bodies: [TransactionBody] = []
    try history { body in
      bodies.append(body)
      return true
    }
    return try bodies.compactMap { try FoundEntry($0) }
  }

  func value(of found: FoundEntry) throws -> [UInt8] {
    try openValue(found.entry.ids, commitment: found.commitment).copy()
  }
}

extension TransactionDraft {
  static func maintenance(_ number: Int) -> TransactionDraft {
    TransactionDraft(id: Entry(number: number).transaction, time: Int64(number), actor: "test")
  }
}
