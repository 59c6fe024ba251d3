import ByteCoding
import Ledger
import SecretMemory
import Testing

/// A vault with records in checkpoints and a value for each of some transactions.
private struct Library {
  let fixture = Fixture()
  let ledger: Ledger
  var commitments: [(ValueIDs, [UInt8], [UInt8])] = []

  init() throws {
    ledger = try fixture.create()
    _ = ledger.tail()
  }

  mutating func put(_ number: UInt8, count: Int = 40) throws {
    let version = Identifier([UInt8](repeating: number, count: 16))
    let ids = ValueIDs(key: fixture.id, version: version, field: fixture.id)
    let value = [UInt8](repeating: number, count: count)
    let (blob, commitment) = try ledger.seal(value.span, for: ids)
    try ledger.write(Fixture.draft(number, blobs: [blob]))
    commitments.append((ids, commitment, value))
  }

  /// Whether every value can be read.
  func hasEverything(_ ledger: Ledger) throws -> Bool {
    try commitments.allSatisfy { ids, commitment, value in
      try ledger.openValue(ids, commitment: commitment).copy() == value
    }
  }

  static func records(_ range: Range<Int>, value: String) -> [[UInt8]: [UInt8]?] {
    Dictionary(
      uniqueKeysWithValues: range.map { number in
        (key(number), Array("\(value)\(number)".utf8))
      })
  }

  static func key(_ number: Int) -> [UInt8] {
    Array("k".utf8) + [UInt8(number >> 8), UInt8(number & 255)]
  }
}

@Suite struct CheckpointTests {
  @Test func opensAtTheCheckpoint() throws {
    var library = try Library()
    for number in 1...5 { try library.put(UInt8(number)) }
    #expect(try library.ledger.writeCheckpoint(changes: Library.records(0..<10, value: "a")))
    try library.put(6)
    let opened = try library.fixture.open()
    #expect(opened.tail() == [6])
    #expect(try opened.record(Library.key(3)) == Array("a3".utf8))
    #expect(try opened.record(Library.key(10)) == nil)
    #expect(try library.hasEverything(opened))
    #expect(try opened.everything() == [0, 1, 2, 3, 4, 5, 6])
    #expect(try opened.check().checkpoints == 1)
  }

  @Test func mergesChangesIntoRecords() throws {
    let library = try Library()
    #expect(try library.ledger.writeCheckpoint(changes: Library.records(0..<6, value: "a")))
    var changes = Library.records(4..<8, value: "b")
    changes.updateValue(nil, forKey: Library.key(1))
    changes.updateValue(nil, forKey: Library.key(40))
    #expect(try library.ledger.writeCheckpoint(changes: changes))
    var found: [String] = []
    try library.fixture.open().records(withPrefix: Array("k".utf8)) { _, value in
      found.append(String(decoding: value, as: UTF8.self))
      return true
    }
    #expect(found == ["a0", "a2", "a3", "b4", "b5", "b6", "b7"])
    #expect(try library.ledger.check().checkpoints == 2)
  }

  @Test func findsRecordsOnManyPages() throws {
    let library = try Library()
    var changes: [[UInt8]: [UInt8]?] = [:]
    for number in 0..<3_000 {
      changes[Library.key(number)] = [UInt8](repeating: UInt8(number & 255), count: 200)
    }
    #expect(try library.ledger.writeCheckpoint(changes: changes))
    let opened = try library.fixture.open()
    for number in [0, 1, 299, 300, 1_234, 2_998, 2_999] {
      #expect(try opened.record(Library.key(number))?.first == UInt8(number & 255))
    }
    #expect(try opened.record(Array("a".utf8)) == nil)
    #expect(try opened.record(Library.key(5_000)) == nil)
    var count = 0
    try opened.records(withPrefix: Array("k".utf8)) { _, _ in
      count += 1
      return count < 2_500
    }
    #expect(count == 2_500)
    let report = try opened.check()
    #expect(report.frames > 10)
  }

  @Test func isDueWhenTheTailOutgrowsIt() throws {
    var library = try Library()
    #expect(!library.ledger.checkpointIsDue)
    #expect(try !library.ledger.writeCheckpointIfDue(changes: [:]))
    try library.put(1, count: 300 << 10)
    #expect(library.ledger.checkpointIsDue)
    #expect(try library.ledger.writeCheckpointIfDue(changes: [:]))
    #expect(!library.ledger.checkpointIsDue)
    #expect(try library.hasEverything(library.fixture.open()))
  }

  @Test func isNotWrittenOverWhatOthersWrote() throws {
    let library = try Library()
    let other = try library.fixture.open()
    try other.write(Fixture.draft(9))
    #expect(try !library.ledger.writeCheckpoint(changes: [:]))
    _ = try library.ledger.catchUp(reset: {}, apply: { _ in })
    #expect(try library.ledger.writeCheckpoint(changes: [:]))
    #expect(try other.catchUp(reset: {}, apply: { _ in }) == .advanced)
    try other.write(Fixture.draft(10))
    #expect(try library.fixture.open().tail() == [10])
  }

  @Test func isLeftAsideByAnotherFoldVersion() throws {
    let library = try Library()
    #expect(try library.ledger.writeCheckpoint(changes: Library.records(0..<3, value: "a")))
    let newer = DomainFold(version: 2, knows: Fixture.domain.knows)
    let opened = try library.fixture.open(domain: newer)
    #expect(opened.tail() == [0])
    #expect(try opened.record(Library.key(1)) == nil)
  }

  @Test func isNotReadByAnAuditor() throws {
    let fixture = Fixture()
    let ledger = try fixture.create(
      slots: [fixture.slot(1), fixture.slot(2, grant: .audit, keyFile: Fixture.otherKeyFile)])
    _ = ledger.tail()
    #expect(try ledger.writeCheckpoint(changes: Library.records(0..<3, value: "a")))
    let auditor = try fixture.open(Fixture.otherKeyFile)
    #expect(auditor.tail() == [0])
    #expect(auditor.isReadOnly)
    #expect(throws: TransactionFailure<Never>.ledger(.readOnly)) {
      try auditor.transact(reset: {}, apply: { _ in }) {
        () throws(Never) -> (TransactionDraft, Bool)? in (Fixture.draft(1), true)
      }
    }
    let ids = ValueIDs(key: fixture.id, version: fixture.id, field: fixture.id)
    #expect(throws: LedgerError.readOnly) {
      _ = try auditor.openValue(ids, commitment: [])
    }
  }

  @Test func compactionKeepsBodiesValuesAndRecords() throws {
    var library = try Library()
    for number in 1...3 { try library.put(UInt8(number), count: 5_000) }
    #expect(try library.ledger.writeCheckpoint(changes: Library.records(0..<9, value: "a")))
    for number in 4...6 { try library.put(UInt8(number), count: 5_000) }
    let before = library.fixture.vault.bytes.count
    let dropped = library.commitments.remove(at: 1).0
    let late = library.commitments.remove(at: 3).0
    var applied: [UInt8] = []
    try library.ledger.compact(
      dropping: [dropped.address, late.address], draft: Fixture.draft(7), reset: {},
      apply: { applied.append($0.id.bytes[0]) })
    #expect(applied == [7])
    #expect(library.fixture.vault.bytes.count < before - 5_000)
    for ledger in [library.ledger, try library.fixture.open()] {
      #expect(ledger.generation == 2)
      #expect(try library.hasEverything(ledger))
      #expect(throws: LedgerError.valueMissing(dropped.address)) {
        _ = try ledger.openValue(dropped, commitment: [])
      }
      #expect(throws: LedgerError.valueMissing(late.address)) {
        _ = try ledger.openValue(late, commitment: [])
      }
      #expect(try ledger.record(Library.key(4)) == Array("a4".utf8))
      #expect(try ledger.everything() == [0, 1, 2, 3, 4, 5, 6, 7])
      #expect(try ledger.check().checkpoints == 1)
    }
    #expect(try library.fixture.open().tail() == [4, 5, 6, 7])
  }

  @Test func resealingLeavesNothingUnderOldKeys() throws {
    var library = try Library()
    for number in 1...3 { try library.put(UInt8(number)) }
    #expect(try library.ledger.writeCheckpoint(changes: Library.records(0..<9, value: "a")))
    try library.ledger.changeSlots(
      add: [], remove: [], newEpoch: true, draft: Fixture.draft(8), reset: {}, apply: { _ in })
    try library.put(4)
    let owner = library.fixture.id
    try library.ledger.compact(
      resealing: { _ in owner }, draft: Fixture.draft(9), reset: {}, apply: { _ in })
    let opened = try library.fixture.open()
    #expect(opened.epoch == 2)
    #expect(opened.generation == 3)
    #expect(try library.hasEverything(opened))
    #expect(try library.hasEverything(library.ledger))
    #expect(try opened.check().transactions == 7)
    try opened.write(Fixture.draft(10))
    #expect(try library.fixture.open().everything() == [0, 1, 2, 3, 8, 4, 9, 10])
  }
}
