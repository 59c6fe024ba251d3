import CSodium
package import SecretMemory

/// X25519 (RFC 7748): two key pairs into one shared secret. The result is a curve point, not yet a
/// key: derive one from it together with both public keys.
package enum AgreementKey {
  /// Bytes of a private key, a public key and a shared secret.
  package static let length = 32

  /// A new private key.
  package static func generate() throws(CryptographyError) -> SecretBytes {
    try RandomBytes.secret(length)
  }

  /// The public key of a private one. Traps unless that has 32 bytes.
  package static func publicKey(of privateKey: borrowing SecretBytes) -> [UInt8] {
    precondition(privateKey.count == length, "Cryptography: an X25519 key has 32 bytes")
    Libsodium.ready
    var point = [UInt8](repeating: 0, count: length)
    _ = unsafe privateKey.withAddress { unsafe crypto_scalarmult_base(&point, $0) }
    return point
  }

  /// The secret shared with the owner of `publicKey`. A key of another length is
  /// `.invalidParameters`; one of small order, whose result anyone knows, is `.weakPoint`.
  package static func shared(
    _ privateKey: borrowing SecretBytes, with publicKey: [UInt8]
  ) throws(CryptographyError) -> SecretBytes {
    guard privateKey.count == length, publicKey.count == length else { throw .invalidParameters }
    Libsodium.ready
    var point = try SecretBytes(filling: length)
    let status = unsafe point.withMutableAddress { target in
      unsafe privateKey.withAddress { unsafe crypto_scalarmult(target, $0, publicKey) }
    }
    guard status == 0 else { throw .weakPoint }
    return point
  }
}
