package import SecretMemory

/// BLAKE2b (RFC 7693) of one message, always personalised with a label.
package enum BLAKE2b {
  /// A digest of `count` bytes, 16 to 64.
  package static func digest(_ message: Span<UInt8>, label: Label, count: Int = 32) -> [UInt8] {
    var hasher = BLAKE2bHasher(label: label, count: count)
    hasher.update(message)
    return hasher.finish()
  }

  /// A keyed digest that may be public, such as a fingerprint or a MAC. The key has 16 to 64 bytes,
  /// or else `.invalidParameters`.
  package static func digest(
    _ message: Span<UInt8>, key: borrowing SecretBytes, label: Label, count: Int = 32
  ) throws(CryptographyError) -> [UInt8] {
    var hasher = try BLAKE2bHasher(key: key, label: label, count: count)
    hasher.update(message)
    return hasher.finish()
  }

  /// A key of `count` bytes made from `key` for one purpose (`label`) and one object (`message`).
  package static func subkey(
    of key: borrowing SecretBytes, label: Label, message: Span<UInt8>, count: Int = 32
  ) throws(CryptographyError) -> SecretBytes {
    var hasher = try BLAKE2bHasher(key: key, label: label, count: count)
    hasher.update(message)
    return try hasher.finishSecret()
  }
}
