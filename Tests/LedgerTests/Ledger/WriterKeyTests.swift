import ByteCoding
import Ledger
import SecretMemory
import Testing

@Suite struct WriterKeyTests {
  let fixture = Fixture()

  private func draft(_ number: UInt8, time: Int64) -> TransactionDraft {
    var draft = Fixture.draft(number)
    draft.time = time
    return draft
  }

  @Test func isReplacedAfterADay() throws {
    let day: Int64 = 24 * 60 * 60 * 1000
    let ledger = try fixture.create()
    let first = ledger.writers[0].publicKey
    try ledger.write(draft(1, time: 1_000 + day - 1))
    #expect(ledger.writers[0].publicKey == first)
    try ledger.write(draft(2, time: 1_000 + day))
    let second = ledger.writers[0].publicKey
    #expect(second != first)
    try ledger.write(draft(3, time: 1_000 + day + 1))
    #expect(ledger.writers[0].publicKey == second)
    #expect(try fixture.open().check().transactions == 4)
    #expect(ledger.writers.count == 1)
  }

  @Test func isReplacedAfterAThousandTransactions() throws {
    let ledger = try fixture.create()
    let first = ledger.writers[0].publicKey
    for number in 1..<999 {
      var draft = Fixture.draft(1)
      draft.id = Identifier((0..<16).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) })
      try ledger.write(draft)
    }
    #expect(ledger.writers[0].publicKey == first)
    try ledger.write(Fixture.draft(2))
    #expect(ledger.writers[0].publicKey != first)
    #expect(ledger.writers[0].counter == 1_000)
  }

  @Test func nextKeyIsDurableBeforeItsTransaction() throws {
    let ledger = try fixture.create()
    let before = fixture.state.copy(of: fixture.id)
    try ledger.write(draft(1, time: 1_000_000_000))
    // A crash after the transaction and before the file that says that the next key took over.
    let crashed = MemoryState()
    let files = fixture.state.history(of: "writer", of: fixture.id)
    crashed.write(try #require(files.dropLast().last), to: "writer", of: fixture.id)
    crashed.write(
      try #require(fixture.state.read("witness", of: fixture.id)), to: "witness", of: fixture.id)
    let reopened = try fixture.open(on: crashed)
    try reopened.write(draft(2, time: 1_000_000_001))
    #expect(reopened.writers.count == 1)
    #expect(before.read("writer", of: fixture.id) != crashed.read("writer", of: fixture.id))
  }

  @Test func twoProcessesShareTheKey() throws {
    let first = try fixture.create()
    let second = try fixture.open()
    try first.write(draft(1, time: 1_000_000_000))
    try second.write(draft(2, time: 1_000_000_001))
    try first.write(draft(3, time: 1_000_000_002))
    #expect(first.writers.count == 1)
    #expect(try fixture.open().everything() == [0, 1, 2, 3])
  }

  @Test func aLostKeyEnrolsANewWriter() throws {
    try fixture.create()
    fixture.state.remove("writer", of: fixture.id)
    let ledger = try fixture.open()
    try ledger.write(Fixture.draft(1))
    #expect(ledger.writers.map(\.counter) == [1, 1])
  }
}
