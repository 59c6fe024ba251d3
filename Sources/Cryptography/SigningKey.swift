import CSodium
package import SecretMemory

/// An Ed25519 key (RFC 8032) that signs.
package struct SigningKey: ~Copyable, Sendable {
  /// Bytes of a seed.
  package static let seedLength = 32
  /// Bytes of a public key.
  package static let publicKeyLength = 32
  /// Bytes of a signature.
  package static let signatureLength = 64

  /// Checks what this key signs.
  package let publicKey: [UInt8]
  private let expanded: SecretBytes

  /// The key that grows from a seed of 32 bytes; other lengths are `.invalidParameters`.
  package init(seed: borrowing SecretBytes) throws(CryptographyError) {
    guard seed.count == Self.seedLength else { throw .invalidParameters }
    Libsodium.ready
    var point = [UInt8](repeating: 0, count: Self.publicKeyLength)
    var expanded = try SecretBytes(filling: 64)
    _ = unsafe expanded.withMutableAddress { target in
      unsafe seed.withAddress { unsafe crypto_sign_seed_keypair(&point, target, $0) }
    }
    publicKey = point
    self.expanded = expanded
  }

  /// A new seed; whoever keeps it keeps the key.
  package static func generateSeed() throws(CryptographyError) -> SecretBytes {
    try RandomBytes.secret(seedLength)
  }

  /// A signature of 64 bytes, the same for the same message.
  package borrowing func sign(_ message: Span<UInt8>) -> [UInt8] {
    var signature = [UInt8](repeating: 0, count: Self.signatureLength)
    _ = unsafe expanded.withAddress { key in
      unsafe message.withAddress { start in
        unsafe crypto_sign_detached(&signature, nil, start, UInt64(message.count), key)
      }
    }
    return signature
  }
}

/// Whether `signature` was made over exactly `message` by the owner of `publicKey`. Wrong lengths
/// are false. A signature is no identifier: someone else may find a second one for a message.
package func verifySignature(
  _ signature: [UInt8], of message: Span<UInt8>, by publicKey: [UInt8]
) -> Bool {
  guard signature.count == SigningKey.signatureLength,
    publicKey.count == SigningKey.publicKeyLength
  else { return false }
  Libsodium.ready
  return unsafe message.withAddress { start in
    unsafe crypto_sign_verify_detached(signature, start, UInt64(message.count), publicKey) == 0
  }
}
