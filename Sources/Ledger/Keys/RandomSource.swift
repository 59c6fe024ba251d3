package import Cryptography
package import SecretMemory

/// Where randomness comes from; a parameter, so that tests can hold it constant and see that nonces
/// stay distinct.
package protocol RandomSource: Sendable {
  /// Public bytes: identifiers, salts, the random part of nonces.
  func bytes(_ count: Int) -> [UInt8]
  /// Secret bytes: keys, seeds.
  func secret(_ count: Int) throws(CryptographyError) -> SecretBytes
}

/// The generator of the kernel.
package struct SystemRandom: RandomSource {
  package init() {}

  package func bytes(_ count: Int) -> [UInt8] { RandomBytes.bytes(count) }

  package func secret(_ count: Int) throws(CryptographyError) -> SecretBytes {
    try RandomBytes.secret(count)
  }
}
