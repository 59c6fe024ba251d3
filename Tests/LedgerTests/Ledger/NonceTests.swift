import ByteCoding
import Ledger
import SecretMemory
import Testing

@Suite struct NonceTests {
  /// Nonces of every frame of a vault.
  private func nonces(_ bytes: [UInt8], from offset: Int) -> [[UInt8]] {
    var found: [[UInt8]] = []
    var start = offset
    while start + 144 <= bytes.count {
      found.append(Array(bytes[start + 88..<start + 112]))
      start += (0..<4).reduce(0) { $0 | Int(bytes[start + 32 + $1]) << (8 * $1) }
    }
    return found
  }

  @Test func aConstantGeneratorRepeatsNoNonce() throws {
    var fixture = Fixture()
    fixture.random = ConstantRandom()
    let ledger = try fixture.create()
    let start = try firstFrame(of: fixture)
    for number in 1...40 { try ledger.write(Fixture.draft(UInt8(number))) }
    let found = nonces(fixture.vault.bytes, from: start)
    #expect(found.count == 41)
    #expect(Set(found).count == 41)
  }

  @Test func aRestoredSnapshotRepeatsNoNonceForAnotherTransaction() throws {
    var all: [[UInt8]] = []
    for number in 1...20 as ClosedRange<UInt8> {
      var fixture = Fixture()
      fixture.random = SeededRandom(1)
      let ledger = try fixture.create()
      let start = try firstFrame(of: fixture)
      try ledger.write(Fixture.draft(number))
      all.append(try #require(nonces(fixture.vault.bytes, from: start).last))
    }
    #expect(Set(all).count == 20)
  }

  @Test func blobsOfEqualValuesDiffer() throws {
    var fixture = Fixture()
    fixture.random = SeededRandom(3)
    let ledger = try fixture.create()
    let value: [UInt8] = [1, 2, 3]
    let ids = ValueIDs(key: fixture.id, version: fixture.id, field: fixture.id)
    let first = try ledger.seal(value.span, for: ids)
    let second = try ledger.seal(value.span, for: ids)
    #expect(first.blob != second.blob)
    #expect(first.commitment != second.commitment)
  }

  private func firstFrame(of fixture: Fixture) throws -> Int {
    2 * (try HeaderReader(fixture.vault.bytes).copy.bytes.count)
  }
}
