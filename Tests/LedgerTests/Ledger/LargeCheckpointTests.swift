import Ledger
import TestSupport
import Testing

/// Checkpoints of several pages, each of which is written as soon as it is full.
@Suite struct LargeCheckpointTests {
  private let fixture = Fixture()

  /// Records for about six pages.
  private static let changes: [[UInt8]: [UInt8]?] = Dictionary(
    uniqueKeysWithValues: (UInt8(0)..<200).map {
      ([0x6b, $0], [UInt8](repeating: $0, count: 2_000))
    })

  private func open(_ storage: FailingStorage) throws -> Ledger {
    let ledger = try Ledger.open(
      storage, states: fixture.state, factors: Fixture.factors(), writer: Fixture.writer,
      domain: Fixture.domain)
    _ = ledger.tail()
    return ledger
  }

  @Test func aPageIsAFrame() throws {
    let ledger = try fixture.create()
    _ = ledger.tail()
    #expect(try ledger.writeCheckpoint(changes: Self.changes))
    #expect(ledger.nextSequence > 8)
    #expect(try ledger.record([0x6b, 150]) == [UInt8](repeating: 150, count: 2_000))
    #expect(try fixture.open().record([0x6b, 150]) == [UInt8](repeating: 150, count: 2_000))
    #expect(try fixture.open().check().checkpoints == 1)
  }

  @Test(arguments: [FailingStorage.Failure.nothingWritten, .unknown(written: true)], 0..<7)
  func aPageThatFailsTakesNothingWithIt(_ failure: FailingStorage.Failure, page: Int) throws {
    try fixture.create()
    let storage = FailingStorage(fixture.vault)
    let ledger = try open(storage)
    storage.patience = page
    storage.failure = failure
    #expect(throws: LedgerError.self) { try ledger.writeCheckpoint(changes: Self.changes) }
    try ledger.write(Fixture.draft(1))
    _ = ledger.tail()
    #expect(try ledger.writeCheckpoint(changes: Self.changes))
    try ledger.write(Fixture.draft(2))
    let opened = try fixture.open()
    #expect(try opened.record([0x6b, 7]) == [UInt8](repeating: 7, count: 2_000))
    #expect(opened.tail() == [2])
    // An index whose outcome was unknown may be there beside the one that was acknowledged.
    #expect((1...2).contains(try opened.check().checkpoints))
  }

  @Test func survivesCrashesAtEveryPage() throws {
    let disk = SimulatedDisk()
    let machine = TestMachine(device: disk)
    let entries = [Entry(number: 1), Entry(number: 2)]
    _ = try machine.create(entries[0])
    try machine.open().put(entries[1])
    var oracle = Oracle()
    entries.forEach { oracle.wasAcknowledged($0) }
    disk.recordHistory()
    let ledger = try machine.open()
    ledger.replayTail { _ in }
    #expect(try ledger.writeCheckpoint(changes: Self.changes))
    var random = SeededGenerator(seed: 11)
    let check = CrashCheck(oracle: oracle)
    let moments = disk.history
    #expect(moments.count > 14)
    let violations = moments.flatMap { moment in
      CrashStates(state: moment.state).sample(TestLength.choose(4, long: 40), using: &random)
        .compactMap { check.violation($0, using: &random) }
    }
    #expect(violations == [])
  }
}
