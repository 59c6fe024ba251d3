import ByteCoding
import Ledger
import SecretMemory
import Testing

@Suite struct GenerationTests {
  let fixture = Fixture()
  let second = Identifier([UInt8](repeating: 2, count: 16))
  let first = Identifier([UInt8](repeating: 1, count: 16))

  private func change(
    _ ledger: Ledger, add: [Slot] = [], remove: Set<Identifier> = [], newEpoch: Bool = false,
    number: UInt8 = 50
  ) throws {
    try ledger.changeSlots(
      add: add, remove: remove, newEpoch: newEpoch, draft: Fixture.draft(number), reset: {},
      apply: { _ in })
  }

  @Test func addsASlot() throws {
    let ledger = try fixture.create()
    try change(ledger, add: [fixture.slot(2, keyFile: Fixture.otherKeyFile)])
    #expect(ledger.generation == 2)
    let opened = try fixture.open(Fixture.otherKeyFile)
    #expect(opened.openedWith == second)
    #expect(opened.tail() == [0, 50])
    #expect(try fixture.open().slots.map(\.id) == [first, second])
    #expect(try opened.check().transactions == 2)
  }

  @Test func removesASlotWithANewEpoch() throws {
    let ledger = try fixture.create(
      slots: [fixture.slot(1), fixture.slot(2, keyFile: Fixture.otherKeyFile)])
    let ids = ValueIDs(key: fixture.id, version: first, field: second)
    let value: [UInt8] = [1, 2, 3]
    let (blob, commitment) = try ledger.seal(value.span, for: ids)
    try ledger.write(Fixture.draft(1, blobs: [blob]))
    try change(ledger, remove: [second], newEpoch: true)
    #expect(ledger.epoch == 2)
    #expect(throws: LedgerError.wrongFactor) { try fixture.open(Fixture.otherKeyFile) }
    let opened = try fixture.open()
    #expect(opened.epoch == 2)
    #expect(try opened.openValue(ids, commitment: commitment).copy() == [1, 2, 3])
    #expect(try opened.everything() == [0, 1, 50])
  }

  @Test func keysOfManyEpochsOpenOldFrames() throws {
    let ledger = try fixture.create()
    _ = ledger.tail()
    var values: [(ValueIDs, [UInt8])] = []
    for number in 1...5 as ClosedRange<UInt8> {
      let version = Identifier([UInt8](repeating: number, count: 16))
      let ids = ValueIDs(key: fixture.id, version: version, field: first)
      let value = [number]
      let (blob, commitment) = try ledger.seal(value.span, for: ids)
      try ledger.write(Fixture.draft(number, blobs: [blob]))
      values.append((ids, commitment))
      try change(ledger, newEpoch: true, number: 100 + number)
      if number == 3 { #expect(try ledger.writeCheckpoint(changes: [:])) }
    }
    for opened in [try fixture.open(), try fixture.open(on: MemoryState())] {
      #expect(opened.epoch == 6)
      for (ids, commitment) in values {
        #expect(try opened.openValue(ids, commitment: commitment).copy() == [ids.version.bytes[0]])
      }
      #expect(try opened.check().transactions == 11)
    }
  }

  @Test func auditorReadsEveryEpoch() throws {
    let ledger = try fixture.create(
      slots: [fixture.slot(1), fixture.slot(2, grant: .audit, keyFile: Fixture.otherKeyFile)])
    try change(ledger, newEpoch: true)
    try ledger.write(Fixture.draft(1))
    #expect(try fixture.open(Fixture.otherKeyFile).everything() == [0, 50, 1])
  }

  @Test func refusesToRemoveTheLastRootSlot() throws {
    let ledger = try fixture.create()
    let audit = try fixture.slot(2, grant: .audit, keyFile: Fixture.otherKeyFile)
    #expect(throws: LedgerError.limit(.lastSlot)) {
      try change(ledger, add: [audit], remove: [first])
    }
    try ledger.write(Fixture.draft(1))
  }

  @Test func refusesThirtyThreeSlots() throws {
    let ledger = try fixture.create()
    let more = try (2...33).map { try fixture.slot(UInt8($0)) }
    #expect(throws: LedgerError.limit(.slots)) { try change(ledger, add: more) }
    try change(ledger, add: Array(more.dropLast()))
    #expect(try fixture.open().slots.count == 32)
  }

  @Test func anOpenLedgerFollowsANewGeneration() throws {
    let ledger = try fixture.create(
      slots: [fixture.slot(1), fixture.slot(2, keyFile: Fixture.otherKeyFile)])
    let follower = try fixture.open()
    let excluded = try fixture.open(Fixture.otherKeyFile)
    _ = follower.tail()
    try change(ledger, remove: [second], newEpoch: true)
    try ledger.write(Fixture.draft(1))
    var events: [UInt8] = []
    let result = try follower.catchUp(
      reset: { events = [255] }, apply: { events.append($0.id.bytes[0]) })
    #expect(result == .reopened)
    #expect(events == [255, 0, 50, 1])
    try follower.write(Fixture.draft(2))
    #expect(throws: LedgerError.wrongFactor) {
      try excluded.catchUp(reset: {}, apply: { _ in })
    }
    // Nothing of the new file is mistaken for the old one on a second try.
    #expect(throws: LedgerError.wrongFactor) {
      try excluded.catchUp(reset: {}, apply: { _ in })
    }
    #expect(try fixture.open().everything() == [0, 50, 1, 2])
  }

  @Test func aCheckpointThatMeetsANewGenerationIsLeftOut() throws {
    let ledger = try fixture.create()
    let follower = try fixture.open()
    _ = follower.tail()
    try change(ledger, newEpoch: true)
    #expect(try !follower.writeCheckpoint(changes: [:]))
    #expect(try follower.catchUp(reset: {}, apply: { _ in }) == .reopened)
    #expect(try follower.writeCheckpoint(changes: [:]))
    #expect(try fixture.open().check().checkpoints == 1)
  }

  @Test func twoFactorsAreBothNeeded() throws {
    let recovery = [UInt8](repeating: 9, count: 20)
    let keyFile = Fixture.keyFile
    let both = Factors(
      keyFile: try SecretBytes(copying: keyFile.span),
      recovery: try SecretBytes(copying: recovery.span))
    let slot = try Slot.make(SlotRequest(id: first), factors: both, vault: fixture.id)
    try fixture.create(slots: [slot])
    #expect(throws: LedgerError.wrongFactor) { try fixture.open() }
    let opened = try Ledger.open(
      MemoryStorage(fixture.vault), states: fixture.state, factors: both, writer: Fixture.writer,
      domain: Fixture.domain)
    #expect(opened.slots.first?.factors.map(\.kind) == [.keyFile, .recovery])
  }

  @Test func anIdentityFromElsewhereOpensItsSlot() throws {
    let identity = [UInt8](repeating: 0x42, count: 32)
    let secret = try SecretBytes(copying: identity.span)
    let slot = try Slot.make(
      id: second, grant: .root, publicKey: Slot.publicKey(ofIdentity: secret))
    try fixture.create(slots: [fixture.slot(), slot])
    let opened = try Ledger.open(
      MemoryStorage(fixture.vault), states: fixture.state, factors: Factors(identity: secret),
      writer: Fixture.writer, domain: Fixture.domain)
    #expect(opened.openedWith == second)
  }

  @Test func slotsRefuseWrongFactors() throws {
    #expect(throws: SlotError.factorLength(.keyFile)) {
      try fixture.slot(1, keyFile: [UInt8](repeating: 1, count: 31))
    }
    #expect(throws: SlotError.noFactor) {
      try Slot.make(SlotRequest(id: first), factors: Factors(), vault: fixture.id)
    }
  }

  @Test func decidesAboutSlotsAndBlobsUnderTheLock() throws {
    let ledger = try fixture.create()
    let other = try fixture.open()
    var seen: [Identifier] = []
    func check() throws(Refused) {
      guard seen.isEmpty else { throw Refused() }
    }
    try other.write(Fixture.draft(1))
    #expect(throws: TransactionFailure.refused(Refused())) {
      try ledger.changeSlots(reset: {}, apply: { seen.append($0.id) }) { () throws(Refused) in
        try check()
        return SlotChange(add: [], remove: [], newEpoch: false, draft: Fixture.draft(2))
      }
    }
    seen = []
    try other.write(Fixture.draft(3))
    #expect(throws: TransactionFailure.refused(Refused())) {
      try ledger.compact(reset: {}, apply: { seen.append($0.id) }) { () throws(Refused) in
        try check()
        return Compaction(dropping: [], draft: Fixture.draft(4))
      }
    }
    try ledger.write(Fixture.draft(5))
    #expect(try fixture.open().everything() == [0, 1, 3, 5])
  }

  private struct Refused: Error, Equatable {}
}
