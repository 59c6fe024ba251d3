import CSodium
package import SecretMemory

/// Randomness of the kernel, through libsodium.
package enum RandomBytes {
  /// `count` public bytes: salts, identifiers.
  package static func bytes(_ count: Int) -> [UInt8] {
    Libsodium.ready
    var bytes = [UInt8](repeating: 0, count: count)
    unsafe randombytes_buf(&bytes, count)
    return bytes
  }

  /// `count` secret bytes: keys, seeds.
  package static func secret(_ count: Int) throws(CryptographyError) -> SecretBytes {
    Libsodium.ready
    var bytes = try SecretBytes(filling: count)
    unsafe bytes.withMutableAddress { unsafe randombytes_buf($0, count) }
    return bytes
  }

  /// A number from 0 up to but not including `bound`, all equally likely. Traps when `bound` is 0.
  package static func uniform(_ bound: UInt32) -> UInt32 {
    precondition(bound > 0, "Cryptography: nothing to choose from")
    Libsodium.ready
    return randombytes_uniform(bound)
  }
}
