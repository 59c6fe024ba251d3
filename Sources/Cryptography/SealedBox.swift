import CSodium
package import SecretMemory

/// The one construction that seals anything: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) with
/// a key for each header and nonce, and a commitment to key, header and nonce.
///
///     T          = BLAKE2b-64(key: key, personal: label, message: header || nonce)
///     sealed     = nonce(24) || T[32..<64] || AEAD(T[0..<32], nonce, plaintext, header)
///
/// XChaCha20-Poly1305 alone lets someone make one ciphertext that opens under two keys (Len,
/// Grubbs, Ristenpart 2021). The commitment rules that out, and it is compared before anything is
/// opened, so that a wrong key and damage look alike and cost alike.
package enum SealedBox {
  /// Bytes of a nonce.
  package static let nonceLength = 24
  static let commitmentLength = 32
  static let tagLength = 16
  /// Bytes of a box before its ciphertext.
  package static let prefixLength = nonceLength + commitmentLength
  /// Bytes that sealing adds.
  package static let overhead = prefixLength + tagLength

  /// Seals `plaintext`, and opens the result again before returning it, so that a fault of memory
  /// or processor cannot make something that nobody can open. The nonce (24 bytes, or else
  /// `.invalidParameters`) must not repeat for the same key and header: see `HedgedNonce`.
  package static func seal(
    _ plaintext: Span<UInt8>, key: borrowing SecretBytes, label: Label, header: Span<UInt8>,
    nonce: Span<UInt8>
  ) throws(CryptographyError) -> [UInt8] {
    guard nonce.count == nonceLength else { throw .invalidParameters }
    let keys = try derive(key: key, label: label, header: header, nonce: nonce)
    var sealed: [UInt8] = []
    sealed.reserveCapacity(plaintext.count + overhead)
    append(nonce, to: &sealed)
    keys.withSpan { append($0.extracting(32..<64), to: &sealed) }
    sealed += encrypt(plaintext, keys: keys, header: header, nonce: nonce)
    let reopened = try openSecret(sealed.span, key: key, label: label, header: header)
    guard reopened.withSpan({ constantTimeEquals($0, plaintext) }) else {
      throw .authenticationFailed
    }
    return sealed
  }

  /// Opens something whose content is not secret. Any fault is `.authenticationFailed`.
  package static func open(
    _ sealed: Span<UInt8>, key: borrowing SecretBytes, label: Label, header: Span<UInt8>
  ) throws(CryptographyError) -> [UInt8] {
    guard sealed.count >= overhead else { throw .authenticationFailed }
    let keys = try verifiedKeys(sealed, key: key, label: label, header: header)
    var plaintext = [UInt8](repeating: 0, count: sealed.count - overhead)
    let status = unsafe plaintext.withUnsafeMutableBufferPointer { target in
      var nothing: UInt8 = 0
      guard let start = target.baseAddress else {
        return unsafe decrypt(sealed, keys: keys, header: header, into: &nothing)
      }
      return unsafe decrypt(sealed, keys: keys, header: header, into: start)
    }
    guard status == 0 else { throw .authenticationFailed }
    return plaintext
  }

  /// Opens something whose content is secret. Any fault is `.authenticationFailed`.
  package static func openSecret(
    _ sealed: Span<UInt8>, key: borrowing SecretBytes, label: Label, header: Span<UInt8>
  ) throws(CryptographyError) -> SecretBytes {
    guard sealed.count >= overhead else { throw .authenticationFailed }
    let keys = try verifiedKeys(sealed, key: key, label: label, header: header)
    var plaintext = try SecretBytes(filling: sealed.count - overhead)
    let status = unsafe plaintext.withMutableAddress {
      unsafe decrypt(sealed, keys: keys, header: header, into: $0)
    }
    guard status == 0 else { throw .authenticationFailed }
    return plaintext
  }

  private static func derive(
    key: borrowing SecretBytes, label: Label, header: Span<UInt8>, nonce: Span<UInt8>
  ) throws(CryptographyError) -> SecretBytes {
    var hasher = try BLAKE2bHasher(key: key, label: label, count: 64)
    hasher.update(header)
    hasher.update(nonce)
    return try hasher.finishSecret()
  }

  static func verifiedKeys(
    _ sealed: Span<UInt8>, key: borrowing SecretBytes, label: Label, header: Span<UInt8>
  ) throws(CryptographyError) -> SecretBytes {
    guard sealed.count >= prefixLength else { throw .authenticationFailed }
    let nonce = sealed.extracting(0..<nonceLength)
    let commitment = sealed.extracting(nonceLength..<nonceLength + commitmentLength)
    let keys = try derive(key: key, label: label, header: header, nonce: nonce)
    guard keys.withSpan({ constantTimeEquals($0.extracting(32..<64), commitment) }) else {
      throw .authenticationFailed
    }
    return keys
  }

  private static func append(_ bytes: Span<UInt8>, to target: inout [UInt8]) {
    for index in bytes.indices { target.append(bytes[index]) }
  }

  private static func encrypt(
    _ plaintext: Span<UInt8>, keys: borrowing SecretBytes, header: Span<UInt8>, nonce: Span<UInt8>
  ) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: plaintext.count + tagLength)
    let (size, headerSize) = (UInt64(plaintext.count), UInt64(header.count))
    unsafe keys.withAddress { key in
      unsafe plaintext.withAddress { message in
        unsafe header.withAddress { data in
          unsafe nonce.withAddress { nonce in
            _ = unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
              &out, nil, message, size, data, headerSize, nil, nonce, key)
          }
        }
      }
    }
    return out
  }

  private static func decrypt(
    _ sealed: Span<UInt8>, keys: borrowing SecretBytes, header: Span<UInt8>,
    into target: UnsafeMutablePointer<UInt8>
  ) -> CInt {
    let body = prefixLength
    let (size, headerSize) = (UInt64(sealed.count - body), UInt64(header.count))
    return unsafe keys.withAddress { key in
      unsafe header.withAddress { data in
        unsafe sealed.withAddress { start in
          unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
            target, nil, nil, start + body, size, data, headerSize, start, key)
        }
      }
    }
  }
}
