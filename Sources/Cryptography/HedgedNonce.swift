package import SecretMemory

/// Nonces that stay distinct even when the generator repeats itself, as after a restored snapshot:
/// they are drawn from the generator, from the place of the message and from the message.
package enum HedgedNonce {
  /// Bytes of randomness to pass in.
  package static let randomLength = 32

  /// A nonce of 24 bytes:
  /// BLAKE2b-24(key, "keyroll.nonce.v1", random || u32le(length of context) || context || D) with
  /// D = BLAKE2b-32(key, "keyroll.ptext.v1", plaintext). `random` has 32 bytes, or else
  /// `.invalidParameters`.
  package static func make(
    key: borrowing SecretBytes, context: Span<UInt8>, plaintext: Span<UInt8>, random: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard random.count == randomLength, let length = UInt32(exactly: context.count) else {
      throw .invalidParameters
    }
    let digest = try BLAKE2b.digest(plaintext, key: key, label: Label("keyroll.ptext.v1"))
    var hasher = try BLAKE2bHasher(
      key: key, label: Label("keyroll.nonce.v1"), count: SealedBox.nonceLength)
    hasher.update(random)
    hasher.update((0..<4).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) })
    hasher.update(context)
    hasher.update(digest)
    return hasher.finish()
  }
}
