import Ledger
import Testing

/// The table of section 4.3, row by row, each with its nearest neighbour on the other side.
@Suite struct TailRuleTests {
  struct Row: CustomTestStringConvertible {
    let testDescription: String
    let rule: TailRule
    let isTorn: Bool

    init(
      _ name: String, _ isTorn: Bool, remaining: Int, zeros: Int = 0, length: Int? = nil,
      hole: Bool = false, later: Bool = false
    ) {
      testDescription = name
      self.isTorn = isTorn
      rule = TailRule(
        remaining: remaining, zeros: zeros, authenticLength: length, hasHole: hole,
        hasLaterFrame: later)
    }
  }

  static let rows = [
    Row("143 bytes", true, remaining: 143),
    Row("144 bytes that do not authenticate", false, remaining: 144),
    Row("authentic and one byte short", true, remaining: 679, length: 680),
    Row("authentic and whole", false, remaining: 680, length: 680),
    Row("authentic, whole, one zero at the end", true, remaining: 680, zeros: 1, length: 680),
    Row("authentic, whole, and a zero after it", false, remaining: 681, zeros: 1, length: 680),
    Row("authentic, whole, and two zeros from inside", true, remaining: 681, zeros: 2, length: 680),
    Row("zeros that begin in the head", true, remaining: 700, zeros: 557),
    Row("zeros that begin after the head", false, remaining: 700, zeros: 556),
    Row("all zeros", true, remaining: 100_000, zeros: 100_000),
    Row("a hole and nothing authentic", true, remaining: 5_000, hole: true),
    Row("a hole in the whole last frame", true, remaining: 5_000, length: 5_000, hole: true),
    Row("a hole and rubbish after the frame", false, remaining: 5_001, length: 5_000, hole: true),
    Row("a hole before another frame", false, remaining: 5_000, hole: true, later: true),
    Row("a hole in 1 MiB", true, remaining: 1 << 20, hole: true),
    Row("a hole in more than 1 MiB", false, remaining: (1 << 20) + 1, hole: true),
    Row("no hole", false, remaining: 5_000),
  ]

  @Test(arguments: rows)
  func decides(_ row: Row) {
    #expect(row.rule.isTorn == row.isTorn)
  }

  @Test func everyCutOfTheLastFrameIsTorn() throws {
    let fixture = Fixture()
    try fixture.create()
    let whole = fixture.vault.bytes.count
    try fixture.open(on: MemoryState()).write(Fixture.draft(1))
    let bytes = fixture.vault.bytes
    for end in stride(from: whole + 1, to: bytes.count, by: 7) {
      for filler in [0, min(600, bytes.count - end)] {
        fixture.restore(bytes[..<end] + [UInt8](repeating: 0, count: filler))
        let ledger = try fixture.open(on: MemoryState())
        #expect(ledger.tail() == [0], "cut at \(end), \(filler) zeros")
        #expect(ledger.droppedTornTail?.offset == whole)
      }
    }
  }

  @Test func noFlippedBitOfAnEarlierFrameIsTorn() throws {
    let fixture = Fixture()
    let ledger = try fixture.create()
    let first = 2 * (try HeaderReader(fixture.vault.bytes).copy.bytes.count)
    let end = fixture.vault.bytes.count
    try ledger.write(Fixture.draft(1))
    let bytes = fixture.vault.bytes
    for offset in stride(from: first, to: end, by: 3) {
      var damaged = bytes
      damaged[offset] ^= 1 << UInt8(offset & 7)
      fixture.restore(damaged)
      #expect {
        try fixture.open(on: MemoryState())
      } throws: {
        guard case LedgerError.damaged(_, sequence: 1, offset: first) = $0 else { return false }
        return true
      }
    }
  }
}
