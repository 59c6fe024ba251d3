import ByteCoding
import Cryptography
import SecretMemory

/// Seals with hedged nonces: the nonce key is made from the sealing key, so that neither a constant
/// generator nor a restored snapshot repeats a nonce for another message.
struct Sealer: Sendable {
  let random: any RandomSource

  func seal(
    _ plaintext: Span<UInt8>, key: borrowing SecretBytes, label: Label, context: Span<UInt8>
  ) throws(CryptographyError) -> [UInt8] {
    let nonceKey = try BLAKE2b.subkey(of: key, label: Labels.nonceKey, message: context)
    let nonce = try HedgedNonce.make(
      key: nonceKey, context: context, plaintext: plaintext,
      random: random.bytes(HedgedNonce.randomLength))
    return try SealedBox.seal(
      plaintext, key: key, label: label, header: context, nonce: nonce.span)
  }

  /// An identifier, drawn at random.
  func identifier() -> Identifier { Identifier(random.bytes(Identifier.length)) }
}
