import ByteCoding
import Ledger
import SecretMemory
import Testing

@Suite struct LedgerTransactionTests {
  let fixture = Fixture()

  @Test func opensWhatItCreated() throws {
    let created = try fixture.create()
    #expect(created.tail() == [0])
    let opened = try fixture.open()
    #expect(opened.vaultID == fixture.id)
    #expect(opened.generation == 1)
    #expect(opened.epoch == 1)
    #expect(opened.nextSequence == 2)
    #expect(opened.tail() == [0])
    #expect(opened.tail() == [])
    #expect(opened.writers.map(\.machine) == ["host"])
    #expect(opened.openedWith == Identifier([UInt8](repeating: 1, count: 16)))
  }

  @Test func refusesAnotherKeyFile() throws {
    try fixture.create()
    #expect(throws: LedgerError.wrongFactor) { try fixture.open(Fixture.otherKeyFile) }
  }

  @Test func createsNoVaultOverAnother() throws {
    try fixture.create()
    #expect(throws: LedgerError.storage(.exists(path: "memory"))) { try fixture.create() }
  }

  @Test func keepsTransactionsInOrder() throws {
    let ledger = try fixture.create()
    _ = ledger.tail()
    for number in 1...5 { #expect(try ledger.write(Fixture.draft(UInt8(number))).count == 1) }
    #expect(try fixture.open().tail() == [0, 1, 2, 3, 4, 5])
    #expect(try ledger.everything() == [0, 1, 2, 3, 4, 5])
    #expect(ledger.writers.map(\.counter) == [6])
  }

  @Test func catchesUpWithAnotherProcess() throws {
    let first = try fixture.create()
    let second = try fixture.open()
    try second.write(Fixture.draft(1))
    var applied: [UInt8] = []
    #expect(try first.catchUp(reset: {}, apply: { applied.append($0.id.bytes[0]) }) == .advanced)
    #expect(applied.suffix(1) == [1])
    #expect(try first.catchUp(reset: {}, apply: { _ in }) == .unchanged)
    try first.write(Fixture.draft(2))
    #expect(try second.write(Fixture.draft(3)).map(\.bytes[0]) == [2, 3])
    #expect(try fixture.open().writers.map(\.counter) == [4])
  }

  @Test func enrolsASecondMachine() throws {
    try fixture.create()
    let other = MemoryState()
    let ledger = try fixture.open(on: other)
    #expect(ledger.warnings == [.noWitness])
    try ledger.write(Fixture.draft(1))
    #expect(ledger.writers.map(\.counter).sorted() == [1, 1])
    #expect(try fixture.open(on: other).warnings == [])
  }

  @Test func writesATransactionOnce() throws {
    let ledger = try fixture.create()
    try ledger.write(Fixture.draft(1))
    #expect(try ledger.write(Fixture.draft(1)) == [])
    #expect(try ledger.everything() == [0, 1])
  }

  @Test func writesNothingWhenRefused() throws {
    struct Refusal: Error, Equatable {}
    let ledger = try fixture.create()
    let before = fixture.vault.bytes
    #expect(throws: TransactionFailure<Refusal>.refused(Refusal())) {
      let _: Bool? = try ledger.transact(reset: {}, apply: { _ in }) {
        () throws(Refusal) in throw Refusal()
      }
    }
    let nothing: Bool? = try ledger.transact(reset: {}, apply: { _ in }) {
      () throws(Never) in nil
    }
    #expect(nothing == nil)
    #expect(fixture.vault.bytes == before)
    try ledger.write(Fixture.draft(1))
  }

  @Test func opensValuesOfEveryLength() throws {
    let ledger = try fixture.create()
    for (number, length) in [0, 1, 91, 92, 93, 5_000, 999_999, 1 << 20].enumerated() {
      let ids = ValueIDs(
        key: fixture.id, version: Identifier([UInt8](repeating: UInt8(number), count: 16)),
        field: fixture.id)
      let value = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      let (blob, commitment) = try ledger.seal(value.span, for: ids)
      try ledger.write(Fixture.draft(UInt8(number + 1), blobs: [blob]))
      #expect(try ledger.openValue(ids, commitment: commitment).copy() == value)
      #expect(try fixture.open().openValue(ids, commitment: commitment).copy() == value)
      #expect(throws: LedgerError.self) {
        _ = try ledger.openValue(ids, commitment: commitment.reversed())
      }
    }
    #expect(try ledger.everything().count == 9)
  }

  @Test func refusesAValueThatIsTooLong() throws {
    let ledger = try fixture.create()
    let ids = ValueIDs(key: fixture.id, version: fixture.id, field: fixture.id)
    let value = [UInt8](repeating: 1, count: (1 << 20) + 1)
    #expect(throws: LedgerError.limit(.valueLength(value.count))) {
      _ = try ledger.seal(value.span, for: ids)
    }
  }

  @Test func saysWhenAValueIsMissing() throws {
    let ledger = try fixture.create()
    let ids = ValueIDs(key: fixture.id, version: fixture.id, field: fixture.id)
    #expect(throws: LedgerError.valueMissing(ids.address)) {
      _ = try ledger.openValue(ids, commitment: [])
    }
  }
}
