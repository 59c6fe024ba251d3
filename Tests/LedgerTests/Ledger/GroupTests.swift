import ByteCoding
import Ledger
import Testing

/// Transactions that are held and written together.
@Suite struct GroupTests {
  let fixture = Fixture()

  private func large(_ number: UInt8, bytes: Int = 400_000) -> TransactionDraft {
    let head = CBORHead(.bytes, UInt64(bytes)).encoded
    let payload = head + [UInt8](repeating: number, count: bytes)
    return Fixture.draft(
      number, events: [RawEvent(kind: 20, critical: true, payload: payload)])
  }

  private func drafts(_ numbers: ClosedRange<UInt8>) -> [TransactionDraft] {
    numbers.map { Fixture.draft($0) }
  }

  @Test func costsOneFrame() throws {
    let ledger = try fixture.create()
    #expect(try ledger.write(together: drafts(1...5)) == [1, 2, 3, 4, 5])
    #expect(ledger.nextSequence == 3)
    #expect(ledger.writers[0].counter == 6)
    #expect(try fixture.open().everything() == [0, 1, 2, 3, 4, 5])
    #expect(try fixture.open().check().transactions == 6)
  }

  @Test func locksNothingBeforeTheFirstChange() throws {
    let ledger = try fixture.create()
    ledger.beginGroup()
    try fixture.open().write(Fixture.draft(1))
    var applied: [UInt8] = []
    #expect(try ledger.catchUp(reset: {}, apply: { applied.append($0.id.bytes[0]) }) == .advanced)
    try fixture.open().write(Fixture.draft(2))
    #expect(try ledger.write(Fixture.draft(3)).map { $0.bytes[0] } == [2, 3])
    #expect(throws: TransactionFailure<Never>.ledger(.storage(.locked))) {
      try fixture.open().write(Fixture.draft(4))
    }
    try ledger.endGroup()
    #expect(try fixture.open().everything() == [0, 1, 2, 3])
  }

  @Test func isInvisibleBeforeItIsWritten() throws {
    let ledger = try fixture.create()
    ledger.beginGroup()
    try ledger.write(Fixture.draft(1))
    #expect(ledger.nextSequence == 2)
    #expect(ledger.witness.sequence == 1)
    #expect(try fixture.open().everything() == [0])
    #expect(try ledger.everything() == [0, 1])
    try ledger.endGroup()
    #expect(ledger.nextSequence == 3)
    #expect(try ledger.everything() == [0, 1])
  }

  @Test func aGroupWithoutAChangeWritesNothing() throws {
    let ledger = try fixture.create()
    let before = fixture.vault.bytes
    ledger.beginGroup()
    let nothing: Bool? = try ledger.transact(reset: {}, apply: { _ in }) {
      () throws(Never) -> (TransactionDraft, Bool)? in nil
    }
    #expect(nothing == nil)
    try ledger.endGroup()
    #expect(fixture.vault.bytes == before)
    try fixture.open().write(Fixture.draft(1))
  }

  @Test func givesValuesThatItHolds() throws {
    let ledger = try fixture.create()
    let entry = Entry(number: 1)
    ledger.beginGroup()
    let held = try ledger.write(entry)
    #expect(try ledger.hasValue(at: entry.ids.address))
    #expect(try ledger.value(of: held) == entry.value)
    try ledger.endGroup()
    #expect(try ledger.value(of: held) == entry.value)
  }

  @Test func theLaterOfTwoValuesAtOneAddressCounts() throws {
    let ledger = try fixture.create()
    let entry = Entry(number: 1)
    var again = try entry.draft(ledger.sealing)
    again.id = Entry(number: 2).transaction
    ledger.beginGroup()
    let first = try ledger.write(entry)
    let second = try ledger.write(entry, as: again)
    #expect(try ledger.value(of: second) == entry.value)
    try ledger.endGroup()
    #expect(ledger.nextSequence == 4)
    let opened = try fixture.open()
    #expect(try opened.value(of: second) == entry.value)
    #expect(throws: LedgerError.self) { try opened.value(of: first) }
    #expect(try opened.check().blobs == 1)
  }

  @Test func takesAsFewFramesAsTheLimitAllows() throws {
    let ledger = try fixture.create()
    var sequences: [UInt64] = []
    ledger.beginGroup()
    for draft in [large(1), large(2), large(3), large(4, bytes: 2_500_000), Fixture.draft(5)] {
      _ = try ledger.transact(reset: {}, apply: { sequences.append($0.sequence) }) {
        () throws(Never) in (draft, ())
      }
    }
    try ledger.endGroup()
    #expect(sequences == [2, 2, 3, 4, 7])
    #expect(ledger.nextSequence == 8)
    var read: [UInt64] = []
    try fixture.open().replayTail { read.append($0.sequence) }
    #expect(read == [1] + sequences)
    #expect(try fixture.open().check().transactions == 6)
  }

  @Test func aDraftThatIsRefusedLeavesTheOthers() throws {
    let ledger = try fixture.create()
    ledger.beginGroup()
    try ledger.write(Fixture.draft(1))
    var endless = Fixture.draft(2)
    endless.reason = String(repeating: "x", count: 5_000)
    #expect(throws: TransactionFailure<Never>.ledger(.limit(.textLength(5_000)))) {
      try ledger.write(endless)
    }
    #expect(throws: TransactionFailure<Never>.ledger(.limit(.payload))) {
      try ledger.write(large(3, bytes: 64_000_000))
    }
    try ledger.write(Fixture.draft(4))
    try ledger.endGroup()
    #expect(try fixture.open().everything() == [0, 1, 4])
  }

  @Test func aTransactionIsHeldOnce() throws {
    let ledger = try fixture.create()
    try ledger.write(Fixture.draft(1))
    #expect(try ledger.write(together: [1, 2, 2, 0].map { Fixture.draft($0) }) == [2])
    #expect(try ledger.write(together: drafts(0...2)) == [])
    #expect(try fixture.open().everything() == [0, 1, 2])
  }

  @Test func whoCannotLockWaitsOnce() throws {
    let ledger = try fixture.create()
    let other = MemoryStorage(fixture.vault)
    ledger.beginGroup()
    try other.lock()
    for number in 1...2 {
      #expect(throws: TransactionFailure<Never>.ledger(.storage(.locked))) {
        try ledger.write(Fixture.draft(UInt8(number)))
      }
      other.unlock()
    }
    try ledger.endGroup()
    try ledger.write(Fixture.draft(3))
    #expect(try fixture.open().everything() == [0, 3])
  }

  @Test func aNewGenerationWritesFirstWhatIsHeld() throws {
    let ledger = try fixture.create()
    ledger.beginGroup()
    try ledger.write(Fixture.draft(1))
    try ledger.changeSlots(
      add: [], remove: [], newEpoch: true, draft: Fixture.draft(2), reset: {}, apply: { _ in })
    try ledger.write(Fixture.draft(3))
    try ledger.compact(draft: Fixture.draft(4), reset: {}, apply: { _ in })
    try ledger.write(Fixture.draft(5))
    #expect(try ledger.writeCheckpoint(changes: [:]))
    try ledger.write(Fixture.draft(6))
    #expect(ledger.isGroupOpen)
    try ledger.endGroup()
    #expect(try fixture.open().everything() == [0, 1, 2, 3, 4, 5, 6])
    #expect(try fixture.open().check().checkpoints == 1)
  }

  @Test func theKeyIsReplacedOnceInAGroup() throws {
    let ledger = try fixture.create()
    let first = ledger.writers[0].publicKey
    var drafts = drafts(1...4)
    for index in 1..<4 { drafts[index].time = Int64(index) * 100_000_000_000 }
    try ledger.write(together: drafts)
    #expect(ledger.writers[0].publicKey != first)
    #expect(fixture.state.history(of: "writer", of: fixture.id).count == 3)
    try fixture.open().write(Fixture.draft(5))
    #expect(try fixture.open().writers.count == 1)
    #expect(try fixture.open().check().transactions == 6)
  }
}

extension Ledger {
  /// Writes an entry, and finds it again.
  fileprivate func write(_ entry: Entry, as draft: TransactionDraft? = nil) throws -> FoundEntry {
    var body: TransactionBody?
    let draft = try draft ?? entry.draft(sealing)
    _ = try transact(reset: {}, apply: { body = $0 }) { () throws(Never) in (draft, ()) }
    guard let body, let found = try FoundEntry(body) else { throw Unexpected(draft.id) }
    return found
  }

  /// Writes drafts in one group, and tells which of them were applied on the way.
  @discardableResult
  func write(together drafts: [TransactionDraft]) throws -> [UInt8] {
    var applied: [UInt8] = []
    beginGroup()
    for draft in drafts { applied += try write(draft).map { $0.bytes[0] } }
    try endGroup()
    return applied
  }
}
