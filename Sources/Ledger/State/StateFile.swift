import ByteCoding
import Cryptography
import SecretMemory

/// One sealed file of the state directory (specification, section 8).
enum StateFile {
  case witness
  case writer

  private static let magic = Array("KRs1".utf8)
  private static let prefixLength = 8

  var name: String {
    switch self {
    case .witness: "witness"
    case .writer: "writer"
    }
  }

  private var label: Label {
    switch self {
    case .witness: Labels.witness
    case .writer: Labels.writerKey
    }
  }

  /// Nil for keys without the root key.
  func seal(
    _ plaintext: Span<UInt8>, keys: EpochKeys, with sealer: Sealer
  ) throws(CryptographyError) -> [UInt8]? {
    guard let key = try keys.rootSubkey(Labels.stateKey) else { return nil }
    let prefix = Self.magic + keys.epoch.littleEndianBytes
    let context = keys.vault.bytes + prefix
    return try prefix
      + sealer.seal(plaintext, key: key, label: label, context: context.span)
  }

  /// The epoch that a file was sealed in; nil when it is none of ours.
  static func epoch(of bytes: [UInt8]) -> UInt32? {
    guard bytes.count > prefixLength, bytes.starts(with: magic) else { return nil }
    return UInt32(littleEndian: bytes.span, at: magic.count)
  }

  /// Nil when it does not open.
  func open(_ bytes: [UInt8], ring: EpochRing) throws(CryptographyError) -> SecretBytes? {
    guard let epoch = Self.epoch(of: bytes), let keys = try ring.keys(of: epoch),
      let key = try keys.rootSubkey(Labels.stateKey)
    else { return nil }
    let context = ring.vault.bytes + bytes[..<Self.prefixLength]
    do throws(CryptographyError) {
      return try SealedBox.openSecret(
        bytes.span.extracting(Self.prefixLength..<bytes.count), key: key, label: label,
        header: context.span)
    } catch {
      if error == .outOfMemory { throw error }
      return nil
    }
  }
}
