import CSodium
package import SecretMemory

extension SealedBox {
  /// Ciphertext can be opened from any multiple of so many bytes on.
  package static let blockLength = 64

  /// Opens a piece from the middle of a box: the plaintext of `ciphertext`, which begins with block
  /// number `block` of the box's ciphertext.
  ///
  /// Key, header and nonce are checked by the commitment in `prefix`, the bytes before the
  /// ciphertext. The piece itself is not: its tag would need the whole box. So this is only for what
  /// is sealed once more inside, and opened with its own tag.
  package static func openUnchecked(
    _ ciphertext: Span<UInt8>, fromBlock block: Int, prefix: Span<UInt8>,
    key: borrowing SecretBytes, label: Label, header: Span<UInt8>
  ) throws(CryptographyError) -> [UInt8] {
    guard prefix.count == prefixLength, let counter = UInt32(exactly: block + 1) else {
      throw .authenticationFailed
    }
    let keys = try verifiedKeys(prefix, key: key, label: label, header: header)
    let stream = try streamKey(keys, nonce: prefix)
    // Block 0 of the stream is the key of the tag.
    let nonce = [0, 0, 0, 0] + (16..<nonceLength).map { prefix[$0] }
    var plaintext = [UInt8](repeating: 0, count: ciphertext.count)
    _ = unsafe stream.withAddress { key in
      unsafe ciphertext.withAddress { source in
        unsafe crypto_stream_chacha20_ietf_xor_ic(
          &plaintext, source, UInt64(ciphertext.count), nonce, counter, key)
      }
    }
    return plaintext
  }

  /// HChaCha20 of the first 16 bytes of the nonce: the key of the stream proper.
  private static func streamKey(
    _ keys: borrowing SecretBytes, nonce: Span<UInt8>
  ) throws(CryptographyError) -> SecretBytes {
    var stream = try SecretBytes(filling: 32)
    unsafe keys.withAddress { key in
      unsafe nonce.withAddress { nonce in
        _ = unsafe stream.withMutableAddress {
          unsafe crypto_core_hchacha20($0, nonce, key, nil)
        }
      }
    }
    return stream
  }
}
