import ByteCoding
import Cryptography

extension SignedBody {
  /// Signs a body for one vault.
  static func sign(
    _ body: TransactionBody, vault: Identifier, with key: borrowing SigningKey
  ) -> SignedBody {
    let bytes = body.encoded
    return SignedBody(bytes: bytes, signature: key.sign(message(bytes, vault).span))
  }

  /// Names a body in the writer's next one.
  var hash: [UInt8] { BLAKE2b.digest(bytes.span, label: Labels.body) }

  func isSigned(by publicKey: [UInt8], in vault: Identifier) -> Bool {
    verifySignature(signature, of: Self.message(bytes, vault).span, by: publicKey)
  }

  private static func message(_ bytes: [UInt8], _ vault: Identifier) -> [UInt8] {
    Labels.signedBody + vault.bytes + bytes
  }
}
