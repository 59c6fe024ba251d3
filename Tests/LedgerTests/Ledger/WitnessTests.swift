import ByteCoding
import Ledger
import Platform
import SecretMemory
import Testing

@Suite struct WitnessTests {
  let fixture = Fixture()
  private let other = MemoryState()

  /// The vault as it was before `change`, put in its place again.
  private func rollingBack(_ change: () throws -> Void) throws {
    let before = fixture.vault.bytes
    try change()
    fixture.restore(before)
  }

  @Test func refusesAnOlderVault() throws {
    let ledger = try fixture.create()
    let writer = ledger.writers[0].id
    try rollingBack { try ledger.write(Fixture.draft(1)) }
    let conflict = WitnessConflict(writer: writer, seen: 2, found: 1)
    #expect(throws: LedgerError.rolledBack(conflict)) { try fixture.open() }
    #expect(try fixture.open(on: other).tail() == [0])
  }

  @Test func refusesAVaultWithoutAWriter() throws {
    let first = try fixture.create().writers[0].id
    let second = try fixture.open(on: other)
    try rollingBack { try second.write(Fixture.draft(1)) }
    let writer = try #require(second.writers.first { $0.id != first })
    let conflict = WitnessConflict(writer: writer.id, seen: 1, found: 0)
    #expect(throws: LedgerError.rolledBack(conflict)) { try fixture.open(on: other) }
    #expect(try fixture.open().tail() == [0])
  }

  @Test func refusesAFork() throws {
    let ledger = try fixture.create()
    let writer = ledger.writers[0].id
    let copy = fixture.state.copy(of: fixture.id)
    try rollingBack { try ledger.write(Fixture.draft(1)) }
    try fixture.open(on: copy).write(Fixture.draft(2))
    let conflict = WitnessConflict(writer: writer, seen: 2, found: 2)
    #expect(throws: LedgerError.forked(conflict)) { try fixture.open() }
  }

  @Test func findsAForkBeforeACheckpoint() throws {
    let ledger = try fixture.create()
    let copy = fixture.state.copy(of: fixture.id)
    try rollingBack { try ledger.write(Fixture.draft(1)) }
    let forked = try fixture.open(on: copy)
    _ = forked.tail()
    for number in 2...4 { try forked.write(Fixture.draft(UInt8(number))) }
    #expect(try forked.writeCheckpoint(changes: [:]))
    #expect {
      try fixture.open()
    } throws: {
      guard case LedgerError.forked(let conflict) = $0 else { return false }
      return conflict.seen == 2 && conflict.found == 4
    }
  }

  @Test func agreesAcrossACheckpointOfOthers() throws {
    try fixture.create()
    let second = try fixture.open(on: other)
    _ = second.tail()
    for number in 1...3 { try second.write(Fixture.draft(UInt8(number))) }
    #expect(try second.writeCheckpoint(changes: [:]))
    #expect(try fixture.open().writers.count == 2)
  }

  @Test func acceptsARollbackAndWritesAsANewWriter() throws {
    let ledger = try fixture.create()
    try rollingBack { try ledger.write(Fixture.draft(1)) }
    let accepted = try fixture.open(acceptingRollback: true)
    try accepted.write(Fixture.draft(2))
    #expect(accepted.writers.count == 2)
    #expect(accepted.writers.map(\.counter) == [1, 1])
    #expect(try fixture.open().everything() == [0, 2])
  }

  @Test func refusesAVaultOfAnEarlierEpoch() throws {
    let ledger = try fixture.create()
    try rollingBack {
      try ledger.changeSlots(
        add: [], remove: [], newEpoch: true, draft: Fixture.draft(1), reset: {}, apply: { _ in })
    }
    let conflict = WitnessConflict(writer: nil, seen: 2, found: 1)
    #expect(throws: LedgerError.rolledBack(conflict)) { try fixture.open() }
  }

  @Test func refusesATornTailThatWasSeen() throws {
    let ledger = try fixture.create()
    try ledger.write(Fixture.draft(1))
    fixture.restore(Array(fixture.vault.bytes.dropLast(100)))
    #expect {
      try fixture.open()
    } throws: {
      guard case LedgerError.damaged(.truncated, sequence: 2, _) = $0 else { return false }
      return true
    }
    #expect(try fixture.open(on: other).droppedTornTail?.sequence == 2)
  }

  @Test func keepsATornTailAsideBeforeDroppingIt() throws {
    try fixture.create()
    let whole = fixture.vault.bytes
    try fixture.open(on: other).write(Fixture.draft(1))
    let torn = Array(fixture.vault.bytes.dropLast(300))
    fixture.restore(torn)
    let ledger = try fixture.open()
    #expect(ledger.droppedTornTail?.length == torn.count - whole.count)
    #expect(fixture.vault.bytes == torn)
    try ledger.write(Fixture.draft(2))
    #expect(fixture.state.read("torn-2", of: fixture.id) == Array(torn[whole.count...]))
    #expect(ledger.droppedTornTail == nil)
    #expect(try fixture.open().everything() == [0, 2])
  }

  @Test func refusesADamagedWitness() throws {
    try fixture.create()
    var bytes = try #require(fixture.state.read("witness", of: fixture.id))
    bytes[bytes.count - 1] ^= 1
    fixture.state.write(bytes, to: "witness", of: fixture.id)
    #expect(throws: LedgerError.stateDamaged("witness")) { try fixture.open() }
    #expect(try fixture.open(acceptingRollback: true).tail() == [0])
    #expect(try fixture.open().tail() == [0])
  }

  @Test func survivesInFilesOfTheMachine() throws {
    let path = try FileSystem.temporaryDirectory(prefix: "keyroll-state")
    defer { try? FileSystem.removeTree(path) }
    let state = MachineState(path: path)
    try fixture.create()
    func open() throws -> Ledger {
      try Ledger.open(
        MemoryStorage(fixture.vault), states: state, factors: Fixture.factors(),
        writer: Fixture.writer, domain: Fixture.domain)
    }
    try open().write(Fixture.draft(1))
    try open().write(Fixture.draft(2))
    #expect(try open().writers.map(\.counter).sorted() == [1, 2])
    let directory = state.directory(of: fixture.id).path
    #expect(try FileSystem.status("\(directory)/witness").mode & 0o777 == 0o600)
  }

  @Test func readsWithoutAStateDirectory() throws {
    try fixture.create()
    let ledger = try Ledger.open(
      MemoryStorage(fixture.vault), states: BrokenState(), factors: Fixture.factors(),
      writer: Fixture.writer, domain: Fixture.domain)
    #expect(ledger.tail() == [0])
    #expect(ledger.isReadOnly)
    #expect(ledger.warnings == [.stateUnavailable(BrokenState.error)])
    #expect(throws: TransactionFailure<Never>.ledger(.state(BrokenState.error))) {
      try ledger.transact(reset: {}, apply: { _ in }) {
        () throws(Never) -> (TransactionDraft, Bool)? in (Fixture.draft(1), true)
      }
    }
  }
}

/// A state directory that nobody can use.
private final class BrokenState: StateStore {
  static let error = SystemError(errno: 13, operation: "open", path: "/state")

  func prepare(for vault: Identifier) throws(SystemError) { throw Self.error }
  func read(_ name: String, of vault: Identifier) throws(SystemError) -> [UInt8]? {
    throw Self.error
  }
  func write(_ bytes: [UInt8], to name: String, of vault: Identifier) throws(SystemError) {
    throw Self.error
  }
  func remove(_ name: String, of vault: Identifier) throws(SystemError) { throw Self.error }
  func keepAside(_ bytes: [UInt8], sequence: UInt64, of vault: Identifier) throws(SystemError) {
    throw Self.error
  }
}
