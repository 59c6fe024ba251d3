import ByteCoding
import Ledger
import SecretMemory
import Testing

@Suite struct UnknownEventTests {
  let fixture = Fixture()
  private let newer = DomainFold(version: 1) { $0 >= 16 }

  private func write(kind: UInt64, critical: Bool) throws {
    try fixture.create()
    let event = Fixture.event(1, kind: kind, critical: critical)
    try fixture.open(domain: newer).write(Fixture.draft(1, events: [event]))
  }

  private func failure(of ledger: Ledger) -> TransactionFailure<Never>? {
    do throws(TransactionFailure<Never>) {
      let _: Bool? = try ledger.transact(reset: {}, apply: { _ in }) {
        () throws(Never) in (Fixture.draft(2), true)
      }
      return nil
    } catch { return error }
  }

  @Test func criticalOnesMakeTheVaultReadOnly() throws {
    try write(kind: 900, critical: true)
    let ledger = try fixture.open()
    #expect(ledger.isReadOnly)
    #expect(failure(of: ledger) == .ledger(.unknownCriticalEvent(kind: 900)))
    #expect(try ledger.everything() == [0, 1])
  }

  @Test func othersAreKeptAndNothingIsRewritten() throws {
    try write(kind: 901, critical: false)
    let ledger = try fixture.open()
    _ = ledger.tail()
    #expect(failure(of: ledger) == nil)
    #expect(!ledger.checkpointIsDue)
    #expect(throws: LedgerError.unknownEvents) { try ledger.writeCheckpoint(changes: [:]) }
    #expect(throws: LedgerError.unknownEvents) {
      try ledger.compact(draft: Fixture.draft(3), reset: {}, apply: { _ in })
    }
    var kinds: [UInt64] = []
    try ledger.history { body in
      kinds += body.events.map(\.kind)
      return true
    }
    #expect(kinds.contains(901))
  }

  @Test func aKindOfTheLedgerItselfIsUnknownToo() throws {
    try write(kind: 9, critical: true)
    #expect(failure(of: try fixture.open(domain: newer)) == .ledger(.unknownCriticalEvent(kind: 9)))
  }
}
