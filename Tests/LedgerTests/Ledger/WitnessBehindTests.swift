import ByteCoding
import Ledger
import Platform
import Testing

/// A witness that is written after the answers.
@Suite struct WitnessBehindTests {
  let fixture = Fixture()
  private let other = MemoryState()

  private var files: [[UInt8]] { fixture.state.history(of: "witness", of: fixture.id) }

  private func open() throws -> Ledger {
    let ledger = try fixture.open()
    _ = ledger.tail()
    ledger.writesWitnessBehind = true
    return ledger
  }

  private func settle(_ ledger: Ledger) throws {
    try ledger.settle(reset: {}, apply: { _ in })
  }

  @Test func isWrittenBySettling() throws {
    try fixture.create()
    let ledger = try open()
    #expect(!ledger.isWitnessDue)
    try ledger.write(Fixture.draft(1))
    try ledger.write(together: [2, 3].map { Fixture.draft($0) })
    #expect(files.count == 1)
    #expect(ledger.isWitnessDue)
    try settle(ledger)
    #expect(files.count == 2)
    #expect(!ledger.isWitnessDue)
    try settle(ledger)
    #expect(files.count == 2)
  }

  @Test func findsALossThatItsLastSettlingSaw() throws {
    let writer = try fixture.create().writers[0].id
    let ledger = try open()
    try ledger.write(Fixture.draft(1))
    try settle(ledger)
    let settled = fixture.vault.bytes
    try ledger.write(Fixture.draft(2))
    fixture.restore(settled)
    #expect(try fixture.open().everything() == [0, 1])
    // Whoever wrote it knows better for as long as it runs.
    let conflict = WitnessConflict(writer: writer, seen: 3, found: 2)
    ledger.startOver()
    #expect(throws: LedgerError.rolledBack(conflict)) {
      try ledger.catchUp(reset: {}, apply: { _ in })
    }
  }

  @Test func neverTakesTheWitnessBack() throws {
    try fixture.create()
    let ledger = try open()
    try ledger.write(Fixture.draft(1))
    let writer = try fixture.open()
    try writer.write(Fixture.draft(2))
    let newest = files.last
    var seen: [UInt8] = []
    try ledger.settle(reset: {}, apply: { seen.append($0.id.bytes[0]) })
    #expect(seen == [2])
    #expect(files.last == newest)
    #expect(!ledger.isWitnessDue)
  }

  @Test func waitsForNobody() throws {
    try fixture.create()
    let ledger = try open()
    try ledger.write(Fixture.draft(1))
    let storage = MemoryStorage(fixture.vault)
    try storage.lock()
    #expect(throws: LedgerError.storage(.locked)) { try settle(ledger) }
    #expect(ledger.isWitnessDue)
    storage.unlock()
    try ledger.write(Fixture.draft(2))
    #expect(files.count == 1)
    try settle(ledger)
    #expect(files.count == 2)
  }

  @Test func isWrittenBeforeTheNextChangeWhenSettlingFails() throws {
    let state = StubbornState(fixture.state)
    try fixture.create()
    let ledger = try Ledger.open(
      MemoryStorage(fixture.vault), states: state, factors: Fixture.factors(),
      writer: Fixture.writer, domain: Fixture.domain)
    ledger.writesWitnessBehind = true
    try ledger.write(Fixture.draft(1))
    state.refuses = true
    #expect(throws: LedgerError.state(StubbornState.error)) { try settle(ledger) }
    #expect(ledger.isWitnessDue)
    #expect(throws: TransactionFailure<Never>.ledger(.state(StubbornState.error))) {
      try ledger.write(Fixture.draft(2))
    }
    state.refuses = false
    try ledger.write(Fixture.draft(3))
    #expect(files.count == 2)
    try settle(ledger)
    try ledger.write(Fixture.draft(4))
    #expect(files.count == 3)
    // What was refused is not there.
    #expect(try fixture.open().everything() == [0, 1, 3, 4])
  }

  @Test func anOlderWitnessNeverAlarms() throws {
    try fixture.create()
    let first = try fixture.open()
    let second = try fixture.open(on: other)
    for number in stride(from: UInt8(1), to: 25, by: 6) {
      try first.write(Fixture.draft(number))
      try second.write(together: [number + 1, number + 2].map { Fixture.draft($0) })
      try first.changeSlots(
        add: [], remove: [], newEpoch: true, draft: Fixture.draft(number + 3), reset: {},
        apply: { _ in })
      _ = first.tail()
      #expect(try first.writeCheckpoint(changes: [:]))
      try second.compact(draft: Fixture.draft(number + 4), reset: {}, apply: { _ in })
      try first.write(Fixture.draft(number + 5))
    }
    #expect(files.count > 12)
    for file in files {
      let state = fixture.state.copy(of: fixture.id)
      state.write(file, to: "witness", of: fixture.id)
      #expect(try fixture.open(on: state).everything().count == 25)
    }
  }
}

/// A state directory that can be made to refuse witnesses.
private final class StubbornState: StateStore {
  static let error = SystemError(errno: 28, operation: "write", path: "/state")
  private let inner: MemoryState
  var refuses = false

  init(_ inner: MemoryState) { self.inner = inner }

  func prepare(for vault: Identifier) throws(SystemError) {}
  func read(_ name: String, of vault: Identifier) throws(SystemError) -> [UInt8]? {
    inner.read(name, of: vault)
  }
  func write(_ bytes: [UInt8], to name: String, of vault: Identifier) throws(SystemError) {
    guard !refuses else { throw Self.error }
    inner.write(bytes, to: name, of: vault)
  }
  func remove(_ name: String, of vault: Identifier) throws(SystemError) {
    inner.remove(name, of: vault)
  }
  func keepAside(_ bytes: [UInt8], sequence: UInt64, of vault: Identifier) throws(SystemError) {}
}
