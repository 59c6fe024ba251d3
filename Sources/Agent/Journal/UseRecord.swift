import ByteCoding
package import Ledger
import Vault

/// The records of a journal of uses (`Ledger.docc/Specification.md`, section 8.1).
package enum UseRecord {
  private static let magic = Array("KRu1".utf8)
  private static let headLength = 12
  private static let sealedLengths = 73...1_048_576
  /// Uses in one record, and in one transaction.
  package static let limit = 1_000

  /// What bytes of a journal hold.
  package struct Content: Sendable {
    package var uses: [Use] = []
    /// Bytes that are no record, but for a torn one at the end.
    package var dropped = 0
  }

  /// The record of some uses, at least one; more than ``limit`` make several records.
  package static func encode(
    _ uses: [Use], _ sealing: UseSealing
  ) throws(LedgerError) -> [UInt8] {
    var records: [UInt8] = []
    for start in stride(from: 0, to: uses.count, by: limit) {
      var writer = CBORWriter()
      writer.list(Array(uses[start..<min(start + limit, uses.count)]))
      let length = writer.bytes.count + UseSealing.overhead
      let head = magic + littleEndian(sealing.epoch) + littleEndian(UInt32(length))
      records += try head + sealing.seal(writer.bytes, head: head)
    }
    return records
  }

  /// Every use in the bytes of a journal.
  package static func decode(
    _ bytes: [UInt8], _ sealing: UseSealing
  ) throws(LedgerError) -> Content {
    var content = Content()
    var place = 0
    while place < bytes.count {
      if let (uses, length) = try record(bytes, at: place, sealing) {
        content.uses += uses
        place += length
        continue
      }
      guard let next = nextMagic(bytes, after: place) else {
        if !isTorn(bytes, from: place) { content.dropped += bytes.count - place }
        break
      }
      content.dropped += next - place
      place = next
    }
    return content
  }

  private static func record(
    _ bytes: [UInt8], at place: Int, _ sealing: UseSealing
  ) throws(LedgerError) -> (uses: [Use], length: Int)? {
    guard let length = sealedLength(bytes, at: place),
      bytes.count - place - headLength >= length
    else { return nil }
    let start = place + headLength
    let plaintext = try sealing.open(
      bytes.span.extracting(start..<start + length), head: Array(bytes[place..<start]),
      epoch: number(bytes, at: place + 4))
    guard let plaintext else { return nil }
    var reader = CBORReader(plaintext)
    do throws(CBORError) {
      let uses: [Use] = try reader.list()
      try reader.end()
      return uses.isEmpty ? nil : (uses, headLength + length)
    } catch { return nil }
  }

  /// The length that a head gives; nil when none is there.
  private static func sealedLength(_ bytes: [UInt8], at place: Int) -> Int? {
    guard bytes.count - place >= headLength,
      bytes[place..<place + magic.count].elementsEqual(magic)
    else { return nil }
    let length = Int(number(bytes, at: place + 8))
    return sealedLengths.contains(length) ? length : nil
  }

  private static func nextMagic(_ bytes: [UInt8], after place: Int) -> Int? {
    var place = place + 1
    while place + magic.count <= bytes.count {
      if bytes[place] == magic[0], bytes[place..<place + magic.count].elementsEqual(magic) {
        return place
      }
      place += 1
    }
    return nil
  }

  /// Whether the rest is what a crash leaves of a record: a beginning of one, or zeros.
  private static func isTorn(_ bytes: [UInt8], from place: Int) -> Bool {
    let rest = bytes[place...]
    if rest.allSatisfy({ $0 == 0 }) { return true }
    guard rest.count >= headLength else {
      return rest.prefix(4).elementsEqual(magic.prefix(rest.count))
    }
    return sealedLength(bytes, at: place).map { rest.count < headLength + $0 } ?? false
  }

  private static func number(_ bytes: [UInt8], at place: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) }
  }

  private static func littleEndian(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
  }
}
