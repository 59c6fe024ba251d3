import Cryptography

/// Finds the header at the start of a vault, from one intact copy at least.
package struct HeaderReader {
  /// What to read of a file so that any header is wholly inside.
  package static let window = 2 * Limits.header

  /// The first intact copy.
  package let copy: HeaderCopy
  /// The other copy is damaged: the next generation mends it.
  package let isDegraded: Bool

  /// Reads the first bytes of a vault, up to `window`.
  package init(_ start: [UInt8]) throws(ReadFault) {
    let firstFault: DamageReason
    switch Self.extract(start, at: 0) {
    case .success(let bytes):
      copy = HeaderCopy(bytes: bytes, header: try Self.decode(bytes))
      isDegraded = try !Self.hasTwin(of: bytes, in: start)
      return
    case .failure(let fault): firstFault = fault.reason
    }
    guard let second = Self.secondCopy(in: start) else { throw .damage(firstFault) }
    copy = HeaderCopy(bytes: second, header: try Self.decode(second))
    isDegraded = true
  }

  private struct Fault: Error { let reason: DamageReason }

  /// The copy at `offset` if its checksum is right.
  private static func extract(_ start: [UInt8], at offset: Int) -> Result<[UInt8], Fault> {
    func fault(_ reason: DamageReason) -> Result<[UInt8], Fault> { .failure(Fault(reason: reason)) }
    let available = start.count - offset
    guard available >= Header.prefixLength else {
      let begun = start.dropFirst(offset).prefix(Header.magic.count)
      return fault(Header.magic.starts(with: begun) ? .truncated : .headerMagic)
    }
    let span = start.span.extracting(offset..<start.count)
    guard start[offset..<offset + 8] == Header.magic[...] else { return fault(.headerMagic) }
    guard UInt16(littleEndian: span, at: 8) == Header.format, span[10] == 0, span[11] == 0 else {
      return fault(.headerVersion)
    }
    let length = Int(UInt32(littleEndian: span, at: 12))
    guard Header.lengths.contains(length) else { return fault(.headerLength) }
    guard length <= available else { return fault(.truncated) }
    let bytes = Array(start[offset..<offset + length])
    let sum = BLAKE2b.digest(
      bytes.span.extracting(..<(length - 32)), label: Labels.headerChecksum)
    guard bytes.suffix(32) == sum[...] else { return fault(.headerChecksum) }
    return .success(bytes)
  }

  private static func decode(_ bytes: [UInt8]) throws(ReadFault) -> Header {
    let body = bytes[Header.prefixLength..<bytes.count - Header.suffixLength]
    return try Header.decode(body: Array(body))
  }

  /// Whether the second copy stands where it should; damage is survivable, another header is not.
  private static func hasTwin(of bytes: [UInt8], in start: [UInt8]) throws(ReadFault) -> Bool {
    switch extract(start, at: bytes.count) {
    case .success(let second) where second == bytes: return true
    case .success: throw .damage(.headerCopies)
    case .failure:
      guard start.count >= 2 * bytes.count else { throw .damage(.truncated) }
      return false
    }
  }

  /// Looks for an intact copy that stands at an offset equal to its own length.
  private static func secondCopy(in start: [UInt8]) -> [UInt8]? {
    for offset in Header.lengths where offset + Header.lengths.lowerBound <= start.count {
      guard start[offset] == Header.magic[0], start[offset..<offset + 8] == Header.magic[...] else {
        continue
      }
      if case .success(let bytes) = extract(start, at: offset), bytes.count == offset {
        return bytes
      }
    }
    return nil
  }
}
