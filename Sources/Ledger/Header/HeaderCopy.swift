import Cryptography
import SecretMemory

/// One of the two copies of a header: its bytes, intact by their checksum.
package struct HeaderCopy: Equatable, Sendable {
  /// The whole copy, 144 to 65,536 bytes.
  package let bytes: [UInt8]
  package let header: Header

  /// Names this header in the ledger.
  package var digest: [UInt8] {
    BLAKE2b.digest(bytes.span, label: Labels.headerDigest)
  }

  /// Bytes of both copies: where the first frame starts.
  package var framesOffset: Int { 2 * bytes.count }

  /// Writes a copy under the header key of its epoch; nil when the slots do not fit.
  static func encode(_ header: Header, keys: EpochKeys) throws(CryptographyError) -> HeaderCopy? {
    let body = header.encodedBody()
    let length = Header.prefixLength + body.count + Header.suffixLength
    guard Header.lengths.contains(length) else { return nil }
    var bytes = Header.magic + Header.format.littleEndianBytes + [0, 0]
    bytes += UInt32(length).littleEndianBytes + body
    bytes += try mac(of: bytes.span, keys: keys)
    bytes += BLAKE2b.digest(bytes.span, label: Labels.headerChecksum)
    return HeaderCopy(bytes: bytes, header: header)
  }

  /// Throws unless the MAC was made with the keys that a slot granted.
  func authenticate(with keys: EpochKeys) throws(ReadFault) {
    let covered = bytes.span.extracting(..<(bytes.count - Header.suffixLength))
    let expected = try opening(as: .headerMAC) { () throws(CryptographyError) in
      try Self.mac(of: covered, keys: keys)
    }
    let found = bytes.span.extracting((bytes.count - 64)..<(bytes.count - 32))
    guard constantTimeEquals(expected.span, found) else { throw .damage(.headerMAC) }
  }

  private static func mac(
    of covered: Span<UInt8>, keys: EpochKeys
  ) throws(CryptographyError) -> [UInt8] {
    try BLAKE2b.digest(covered, key: keys.headerKey(), label: Labels.headerMAC)
  }
}
