import ByteCoding
import SecretMemory
import Testing

@testable import Ledger

/// What a process that has the vault open makes of what others do to its file.
@Suite struct ReopeningTests {
  let fixture = Fixture()
  private let other = MemoryState()

  /// Puts another file in the vault's place.
  private func replace(with bytes: [UInt8]) throws {
    let storage = MemoryStorage(fixture.vault)
    try storage.lock()
    let file = storage.replacement()
    try file.write(bytes)
    try file.commit()
    storage.unlock()
  }

  private func catchUp(_ ledger: Ledger) throws -> CatchUp {
    try ledger.catchUp(reset: {}, apply: { _ in })
  }

  @Test func reportsAnOlderVaultInItsPlaceEveryTime() throws {
    let ledger = try fixture.create()
    let before = fixture.vault.bytes
    try ledger.write(Fixture.draft(1))
    try replace(with: before)
    let conflict = WitnessConflict(writer: ledger.writers[0].id, seen: 2, found: 1)
    for _ in 0..<2 {
      #expect(throws: LedgerError.rolledBack(conflict)) { try catchUp(ledger) }
    }
  }

  @Test func findsAForkInItsPlaceThoughACheckpointHidesIt() throws {
    let ledger = try fixture.create()
    let fork = MemoryVault(bytes: fixture.vault.bytes)
    let copy = fixture.state.copy(of: fixture.id)
    try ledger.write(Fixture.draft(1))
    let forked = try Ledger.open(
      MemoryStorage(fork), states: copy, factors: Fixture.factors(), writer: Fixture.writer,
      domain: Fixture.domain)
    _ = forked.tail()
    for number in 2...4 { try forked.write(Fixture.draft(UInt8(number))) }
    #expect(try forked.writeCheckpoint(changes: [:]))
    try replace(with: fork.bytes)
    let conflict = WitnessConflict(writer: ledger.writers[0].id, seen: 2, found: 4)
    for _ in 0..<2 {
      #expect(throws: LedgerError.forked(conflict)) { try catchUp(ledger) }
    }
  }

  @Test func goesOnAfterFramesThatTheirWriterTookBack() throws {
    try fixture.create()
    let reader = try fixture.open(on: other)
    let whole = fixture.vault.bytes.count
    try fixture.open().write(Fixture.draft(1))
    #expect(try catchUp(reader) == .advanced)
    MemoryStorage(fixture.vault).cutBack(to: whole)
    #expect(try catchUp(reader) == .reopened)
    try reader.write(Fixture.draft(2))
    #expect(try fixture.open(on: MemoryState()).everything() == [0, 2])
  }

  @Test func reportsFramesThatWereCutOffAfterThisMachineSawThem() throws {
    try fixture.create()
    let idle = try fixture.open()
    let whole = fixture.vault.bytes.count
    try fixture.open().write(Fixture.draft(1))
    MemoryStorage(fixture.vault).cutBack(to: whole)
    let conflict = WitnessConflict(writer: idle.writers[0].id, seen: 2, found: 1)
    #expect(throws: TransactionFailure<Never>.ledger(.rolledBack(conflict))) {
      try idle.write(Fixture.draft(2))
    }
    #expect(throws: LedgerError.rolledBack(conflict)) { try fixture.open() }
  }

  @Test func forgetsATornTailThatSomeoneElseDropped() throws {
    try fixture.create()
    try fixture.open(on: other).write(Fixture.draft(1))
    fixture.restore(Array(fixture.vault.bytes.dropLast(300)))
    let reader = try fixture.open()
    let writer = try fixture.open(on: MemoryState())
    #expect(reader.droppedTornTail != nil)
    let nothing: Bool? = try writer.transact(reset: {}, apply: { _ in }) { () throws(Never) in nil }
    #expect(nothing == nil)
    #expect(try catchUp(reader) == .unchanged)
    #expect(reader.droppedTornTail == nil)
  }

  @Test func anIndexThatAnAuditorRepeatedLaterIsNotBelieved() throws {
    let ledger = try fixture.create()
    _ = ledger.tail()
    try ledger.write(Fixture.draft(1))
    #expect(try ledger.writeCheckpoint(changes: [:]))
    let place = try #require(ledger.contents.base?.place)
    var window = ledger.window()
    let index = try window.payload(at: Int(place.position), ring: ledger.contents.ring)
    try ledger.write(Fixture.draft(2))
    var writer = FrameWriter(continuing: ledger.contents.chain.settled, with: ledger.sealer)
    try writer.add(index.payload, generation: 1, keys: ledger.contents.ring.present)
    fixture.restore(fixture.vault.bytes + writer.takeFrames().flatMap { $0 })
    let opened = try fixture.open(on: MemoryState())
    #expect(opened.writers[0].counter == 3)
    #expect(opened.tail() == [0, 1, 2])
    #expect(throws: LedgerError.self) { try opened.check() }
  }

  @Test(arguments: [true, false])
  func aChangeThatNoWriterSignedIsFoundBehindACheckpoint(checkpoint: Bool) throws {
    let ledger = try fixture.create()
    _ = ledger.tail()
    try ledger.write(Fixture.draft(1))
    if checkpoint { #expect(try ledger.writeCheckpoint(changes: [:])) }
    let writer = ledger.writers[0]
    let forged = TransactionBody(
      id: Identifier([UInt8](repeating: 9, count: 16)), writer: writer.id,
      counter: writer.counter + 1,
      previous: writer.lastBody, observedSequence: ledger.nextSequence - 1,
      observedHead: ledger.head, time: 2_000, actor: "auditor", reason: nil,
      events: [Fixture.event(2)], sequence: ledger.nextSequence)
    let unsigned = SignedBody(bytes: forged.encoded, signature: Array(repeating: 0, count: 64))
    var frames = FrameWriter(continuing: ledger.contents.chain.settled, with: ledger.sealer)
    try frames.add(
      .transactions([unsigned], blobs: []), generation: 1, keys: ledger.contents.ring.present)
    fixture.restore(fixture.vault.bytes + frames.takeFrames().flatMap { $0 })
    let error = #expect(throws: LedgerError.self) { try fixture.open() }
    guard case .damaged(.bodySignature, sequence: ledger.nextSequence, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
