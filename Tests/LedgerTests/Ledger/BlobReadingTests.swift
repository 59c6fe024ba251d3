import ByteCoding
import SecretMemory
import Testing

@testable import Ledger

/// A vault with many values in one frame.
private struct Shelf {
  let fixture = Fixture()
  let ledger: Ledger
  private(set) var values: [(ids: ValueIDs, commitment: [UInt8], value: [UInt8])] = []

  init(count: Int) throws {
    ledger = try fixture.create()
    _ = ledger.tail()
    var blobs: [SealedBlob] = []
    for number in 0..<count {
      let version = Identifier([UInt8](repeating: UInt8(number), count: 16))
      let ids = ValueIDs(key: fixture.id, version: version, field: fixture.id)
      let value = [UInt8](repeating: UInt8(number), count: 20 + number)
      let sealed = try ledger.seal(value.span, for: ids)
      blobs.append(sealed.blob)
      values.append((ids, sealed.commitment, value))
    }
    try ledger.write(Fixture.draft(1, blobs: blobs.reversed()))
  }

  func value(_ number: Int, in ledger: Ledger) throws -> [UInt8] {
    try ledger.openValue(values[number].ids, commitment: values[number].commitment).copy()
  }

  /// The blob without the frame around it; nil when its place is not known.
  func likelyBlob(_ number: Int, in ledger: Ledger) throws -> SealedBlob? {
    let address = values[number].ids.address
    let position = try #require(try ledger.position(of: address))
    return try ledger.blobs.likelyBlob(
      of: address, at: position, in: ledger.window(), ring: ledger.contents.ring)
  }
}

@Suite struct BlobReadingTests {
  @Test func opensALongFrameOnceForAllItsValues() throws {
    let shelf = try Shelf(count: 60)
    let opened = try shelf.fixture.open()
    #expect(try shelf.likelyBlob(3, in: opened) == nil)
    #expect(try shelf.value(40, in: opened) == shelf.values[40].value)
    for number in 0..<60 {
      #expect(try shelf.likelyBlob(number, in: opened) != nil)
      #expect(try shelf.value(number, in: opened) == shelf.values[number].value)
    }
  }

  @Test func opensAShortFrameWhole() throws {
    let shelf = try Shelf(count: 2)
    #expect(try shelf.value(1, in: shelf.ledger) == shelf.values[1].value)
    #expect(try shelf.likelyBlob(1, in: shelf.ledger) == nil)
  }

  @Test func givesTheValueOrNothingWhateverByteIsDamaged() throws {
    let shelf = try Shelf(count: 30)
    let intact = shelf.fixture.vault.bytes
    let ledger = try shelf.fixture.open()
    #expect(try shelf.value(9, in: ledger) == shelf.values[9].value)
    let (start, end) = (intact.count - 8_000, intact.count)
    var refused = 0
    for position in stride(from: start, to: end, by: 37) {
      var damaged = intact
      damaged[position] ^= 4
      shelf.fixture.restore(damaged)
      do {
        #expect(try shelf.value(9, in: ledger) == shelf.values[9].value)
      } catch let error as LedgerError {
        guard case .damaged = error else { throw error }
        refused += 1
      }
    }
    #expect((1...20).contains(refused))
  }

  @Test func forgetsPlacesWithTheFile() throws {
    let shelf = try Shelf(count: 30)
    let reader = try shelf.fixture.open()
    #expect(try shelf.value(9, in: reader) == shelf.values[9].value)
    try shelf.ledger.compact(
      dropping: [shelf.values[4].ids.address], draft: Fixture.draft(2), reset: {}, apply: { _ in })
    #expect(try reader.catchUp(reset: {}, apply: { _ in }) == .reopened)
    #expect(try shelf.likelyBlob(9, in: reader) == nil)
    #expect(try shelf.value(9, in: reader) == shelf.values[9].value)
    #expect(throws: LedgerError.valueMissing(shelf.values[4].ids.address)) {
      try shelf.value(4, in: reader)
    }
  }
}

/// What reads parts of a payload agrees with what reads all of it.
@Suite struct PartialReadingTests {
  private static let page = Payload.page(
    (0..<9).map {
      StateRecord(key: Array("key\($0)".utf8), value: [UInt8](repeating: 5, count: $0))
    }
  ).encoded

  private static let transactions = Payload.transactions(
    [SignedBody(bytes: [1, 2, 3], signature: [UInt8](repeating: 9, count: 64))],
    blobs: (0..<4).map {
      let id = Identifier([UInt8](repeating: UInt8($0), count: 16))
      return SealedBlob(address: BlobAddress(version: id, field: id), bytes: [7, UInt8($0)])
    }
  ).encoded

  /// The payload with each of its bytes changed in three ways, and cut short.
  private static func variants(of payload: [UInt8]) -> [[UInt8]] {
    var variants = [payload, payload + [0]]
    for index in payload.indices {
      variants.append(Array(payload[..<index]))
      for flip: UInt8 in [1, 0x20, 0x80] {
        var variant = payload
        variant[index] ^= flip
        variants.append(variant)
      }
    }
    return variants
  }

  @Test func pagesAreReadAlike() throws {
    for bytes in Self.variants(of: Self.page) {
      var expected: [StateRecord]?
      if case .page(let records)? = try? Payload(bytes) { expected = records }
      let page = try? RecordPage(bytes)
      #expect(page.map { page in (0..<page.count).map { page[$0] } } == expected)
    }
  }

  @Test func recordsAreFoundByTheirKeys() throws {
    let page = try RecordPage(Self.page)
    for number in 0..<9 {
      #expect(page.value(of: Array("key\(number)".utf8))?.count == number)
    }
    for absent in ["", "key", "key00", "key9", "kez", "a"] {
      #expect(page.value(of: Array(absent.utf8)) == nil)
    }
    #expect(page.place(of: Array("key5".utf8)) == 5)
    #expect(page.place(of: Array("key50".utf8)) == 6)
  }

  @Test func blobsAreFoundAlike() throws {
    let frame = [UInt8](repeating: 0, count: FrameHead.authenticSize)
    for bytes in Self.variants(of: Self.transactions) {
      var expected: [SealedBlob]?
      if case .transactions(_, let blobs)? = try? Payload(bytes) { expected = blobs }
      let layout = try? BlobLayout(bytes, in: frame)
      #expect((layout == nil) == (expected == nil))
      for blob in expected ?? [] {
        let range = try #require(layout?.range(of: blob.address))
        #expect(Array(bytes[range]) == blob.bytes)
      }
    }
  }
}

@Suite struct RecentCacheTests {
  @Test func forgetsTheOldestBeyondItsLimit() {
    var cache = RecentCache<String>(limit: 10)
    for number in 0..<100 {
      cache.add("\(number)", at: number, weight: 3)
      #expect(cache[number] == "\(number)")
    }
    #expect((0..<100).filter { cache[$0] != nil } == [97, 98, 99])
    cache.add("new", at: 98, weight: 1)
    #expect(cache[98] == "new")
    cache.add("one more", at: 100, weight: 3)
    #expect((0..<101).filter { cache[$0] != nil } == [97, 98, 99, 100])
  }
}
