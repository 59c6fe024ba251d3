import ByteCoding
import Ledger
import Platform
import Testing

/// Groups that cannot be written.
@Suite struct GroupFailureTests {
  let fixture = Fixture()
  private static let error = LedgerError.storage(
    .failed(SystemError(errno: 5, operation: "fsync")))

  private func open() throws -> (Ledger, FailingStorage) {
    try fixture.create()
    let storage = FailingStorage(fixture.vault)
    let ledger = try Ledger.open(
      storage, states: fixture.state, factors: Fixture.factors(), writer: Fixture.writer,
      domain: Fixture.domain)
    _ = ledger.tail()
    return (ledger, storage)
  }

  /// Holds two transactions, the second with a new key of the writer, and fails to write them.
  private func fail(
    _ ledger: Ledger, _ storage: FailingStorage, _ failure: FailingStorage.Failure
  ) throws {
    var second = Fixture.draft(2)
    second.time = 100_000_000_000
    ledger.beginGroup()
    try ledger.write(Fixture.draft(1))
    try ledger.write(second)
    storage.failure = failure
    #expect(throws: LedgerError.self) { try ledger.endGroup() }
    #expect(!ledger.isGroupOpen)
  }

  @Test func nothingOfItHolds() throws {
    let (ledger, storage) = try open()
    try fail(ledger, storage, .nothingWritten)
    #expect(ledger.writers[0].counter == 1)
    var seen: [UInt8] = [9]
    #expect(
      try ledger.catchUp(reset: { seen = [] }, apply: { seen.append($0.id.bytes[0]) })
        == .reopened)
    #expect(seen == [0])
    #expect(try ledger.write(together: [2, 3].map { Fixture.draft($0) }) == [2, 3])
    #expect(try fixture.open().everything() == [0, 2, 3])
    #expect(ledger.writers.map(\.counter) == [3])
  }

  @Test func theNextChangeStartsOverToo() throws {
    let (ledger, storage) = try open()
    try fail(ledger, storage, .nothingWritten)
    var resets = 0
    var seen: [UInt8] = []
    _ = try ledger.transact(
      reset: { resets += 1 }, apply: { seen.append($0.id.bytes[0]) },
      decide: { () throws(Never) in (Fixture.draft(1), ()) })
    #expect(resets == 1)
    #expect(seen == [0, 1])
    #expect(try fixture.open().everything() == [0, 1])
  }

  @Test(arguments: [true, false])
  func anUnknownOutcomeIsCopiedForward(_ written: Bool) throws {
    let (ledger, storage) = try open()
    try fail(ledger, storage, .unknown(written: written))
    try ledger.write(together: [1, 2, 3].map { Fixture.draft($0) })
    #expect(ledger.generation == 2)
    #expect(!storage.mustBeReplaced)
    let everything = try fixture.open().everything()
    #expect([1, 2, 3].allSatisfy { number in everything.filter { $0 == number }.count == 1 })
    #expect(try fixture.open().writers.count == 1)
    #expect(try fixture.open().check().transactions == 5)
  }

  @Test func whatFailedOnTheWayFailsTheGroup() throws {
    let (ledger, storage) = try open()
    ledger.beginGroup()
    try ledger.write(Fixture.draft(1))
    storage.failure = .nothingWritten
    #expect(throws: Self.error) {
      try ledger.changeSlots(
        add: [], remove: [], newEpoch: true, draft: Fixture.draft(2), reset: {}, apply: { _ in })
    }
    #expect(throws: TransactionFailure<Never>.ledger(Self.error)) {
      try ledger.write(Fixture.draft(3))
    }
    #expect(throws: Self.error) { try ledger.endGroup() }
    try ledger.write(Fixture.draft(4))
    #expect(try fixture.open().everything() == [0, 4])
  }

  @Test func aGroupCanBeGivenUp() throws {
    let (ledger, _) = try open()
    ledger.beginGroup()
    try ledger.write(Fixture.draft(1))
    ledger.abandonGroup(.outOfMemory)
    try fixture.open().write(Fixture.draft(2))
    #expect(throws: TransactionFailure<Never>.ledger(.outOfMemory)) {
      try ledger.write(Fixture.draft(3))
    }
    #expect(throws: LedgerError.outOfMemory) { try ledger.endGroup() }
    try ledger.write(Fixture.draft(4))
    #expect(try fixture.open().everything() == [0, 2, 4])
  }

  @Test func aNewWriterIsEnrolledByTheNextAttempt() throws {
    try fixture.create()
    let storage = FailingStorage(fixture.vault)
    let state = MemoryState()
    let ledger = try Ledger.open(
      storage, states: state, factors: Fixture.factors(), writer: Fixture.writer,
      domain: Fixture.domain)
    try fail(ledger, storage, .nothingWritten)
    #expect(try fixture.open().writers.count == 1)
    try ledger.write(together: [1, 2].map { Fixture.draft($0) })
    #expect(ledger.writers.count == 2)
    #expect(try fixture.open().check().transactions == 3)
  }
}
