import Ledger
import Testing

@Suite struct StorageFailureTests {
  let fixture = Fixture()

  private func open() throws -> (Ledger, FailingStorage) {
    try fixture.create()
    let storage = FailingStorage(fixture.vault)
    let ledger = try Ledger.open(
      storage, states: fixture.state, factors: Fixture.factors(), writer: Fixture.writer,
      domain: Fixture.domain)
    return (ledger, storage)
  }

  @Test func aFailedAppendLeavesTheLedgerAsItWas() throws {
    let (ledger, storage) = try open()
    storage.failure = .nothingWritten
    #expect(throws: TransactionFailure<Never>.self) { try ledger.write(Fixture.draft(1)) }
    #expect(ledger.nextSequence == 2)
    try ledger.write(Fixture.draft(2))
    #expect(try fixture.open().everything() == [0, 2])
  }

  @Test func afterAConflictItDecidesAgain() throws {
    let (ledger, storage) = try open()
    storage.failure = .conflict
    try ledger.write(Fixture.draft(1))
    #expect(try fixture.open().everything() == [0, 1])
  }

  @Test(arguments: [true, false])
  func anUnknownOutcomeIsCopiedForward(_ written: Bool) throws {
    let (ledger, storage) = try open()
    storage.failure = .unknown(written: written)
    #expect(throws: TransactionFailure<Never>.self) { try ledger.write(Fixture.draft(1)) }
    try ledger.write(Fixture.draft(1))
    let opened = try fixture.open()
    #expect(opened.generation == 2)
    #expect(try opened.everything().filter { $0 == 1 }.count == 1)
    #expect(!storage.mustBeReplaced)
    try ledger.write(Fixture.draft(2))
    #expect(ledger.generation == 2)
    #expect(try opened.catchUp(reset: {}, apply: { _ in }) == .advanced)
  }
}
