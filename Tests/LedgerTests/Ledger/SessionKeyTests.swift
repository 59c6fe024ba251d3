import ByteCoding
import Ledger
import SecretMemory
import Testing

/// Opening through a slot that was opened before.
@Suite struct SessionKeyTests {
  private let fixture = Fixture()
  private let second = Identifier([UInt8](repeating: 2, count: 16))

  private func open(_ session: borrowing SessionKey, on state: MemoryState? = nil) throws -> Ledger
  {
    try Ledger.open(
      MemoryStorage(fixture.vault), states: state ?? fixture.state, session: session,
      writer: Fixture.writer, domain: Fixture.domain)
  }

  /// As it reaches another process: 48 bytes.
  private func handedOver(_ session: borrowing SessionKey) throws -> SessionKey {
    let bytes = try session.encoded()
    #expect(bytes.count == SessionKey.length)
    return try read(bytes)
  }

  private func read(_ bytes: borrowing SecretBytes) throws -> SessionKey {
    guard let session = try SessionKey(bytes) else { throw Unexpected(bytes.count) }
    return session
  }

  @Test func opensWithoutAFactor() throws {
    try fixture.create()
    let first = try fixture.open()
    let again = try open(try handedOver(try first.sessionKey()))
    #expect(again.openedWith == first.openedWith)
    try again.write(Fixture.draft(1))
    #expect(try fixture.open().everything() == [0, 1])
  }

  @Test func whoMadeTheVaultCanHandItOver() throws {
    let slot = try NewSlot.make(
      SlotRequest(id: second), factors: Fixture.factors(), vault: fixture.id)
    let made = slot.slot
    let ledger = try Ledger.create(
      MemoryStorage(fixture.vault), states: fixture.state, vault: fixture.id, slots: [made],
      writer: Fixture.writer, domain: Fixture.domain, session: slot.sessionKey()
    ) { _ in Fixture.draft(0) }
    #expect(ledger.openedWith == second)
    #expect(try open(try ledger.sessionKey()).tail() == [0])
  }

  @Test func followsANewEpochOfOthers() throws {
    let made = try NewSlot.make(
      SlotRequest(id: second), factors: Fixture.factors(), vault: fixture.id)
    let slot = made.slot
    let ledger = try Ledger.create(
      MemoryStorage(fixture.vault), states: fixture.state, vault: fixture.id, slots: [slot],
      writer: Fixture.writer, domain: Fixture.domain, session: made.sessionKey()
    ) { _ in Fixture.draft(0) }
    let other = try open(try ledger.sessionKey())
    try other.changeSlots(
      add: [try fixture.slot(3, keyFile: Fixture.otherKeyFile)], remove: [], newEpoch: true,
      draft: Fixture.draft(1), reset: {}, apply: { _ in })
    #expect(try ledger.catchUp(reset: {}, apply: { _ in }) == .reopened)
    #expect(try open(try ledger.sessionKey()).epoch == 2)
  }

  @Test func opensNothingOnceItsSlotIsGone() throws {
    try fixture.create(slots: [fixture.slot(), fixture.slot(2, keyFile: Fixture.otherKeyFile)])
    let removed = try fixture.open(Fixture.otherKeyFile)
    let session = try removed.sessionKey()
    try fixture.open().changeSlots(
      add: [], remove: [second], newEpoch: false, draft: Fixture.draft(1), reset: {},
      apply: { _ in })
    #expect(throws: LedgerError.wrongFactor) { try open(session) }
    #expect(try removed.catchUp(reset: {}, apply: { _ in }) == .reopened)
    #expect(throws: LedgerError.wrongFactor) { _ = try removed.sessionKey() }
  }

  @Test func anotherSlotsKeyOpensNothing() throws {
    try fixture.create(slots: [fixture.slot(), fixture.slot(2, keyFile: Fixture.otherKeyFile)])
    var bytes = try fixture.open().sessionKey().encoded().copy()
    bytes.replaceSubrange(0..<16, with: second.bytes)
    let mixed = try read(try SecretBytes(copying: bytes.span))
    #expect(throws: LedgerError.wrongFactor) { try open(mixed) }
    bytes[47] ^= 1
    let wrong = try read(try SecretBytes(copying: bytes.span))
    #expect(throws: LedgerError.wrongFactor) { try open(wrong) }
  }

  @Test(arguments: [0, 47, 49]) func isOfOneLength(_ length: Int) throws {
    let session = try SessionKey(try SecretBytes(count: length))
    let isThere = session != nil
    #expect(!isThere)
  }

  @Test func comparesWithTheWitness() throws {
    let ledger = try fixture.create()
    let session = try fixture.open().sessionKey()
    let before = fixture.vault.bytes
    try ledger.write(Fixture.draft(1))
    fixture.restore(before)
    let conflict = WitnessConflict(writer: ledger.writers[0].id, seen: 2, found: 1)
    #expect(throws: LedgerError.rolledBack(conflict)) { try open(session) }
    #expect(try open(session, on: MemoryState()).tail() == [0])
  }
}
