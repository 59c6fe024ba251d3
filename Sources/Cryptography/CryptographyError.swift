import SecretMemory

/// Why an operation gave no result. Says nothing about keys or contents: whatever fails to
/// authenticate fails the same way.
package enum CryptographyError: Error, Equatable {
  /// Wrong key, wrong header or damaged bytes.
  case authenticationFailed
  /// Memory for a secret or for the passphrase hash cannot be had; never means a wrong key.
  case outOfMemory
  /// A public key that makes everyone's shared secret the same.
  case weakPoint
  /// Lengths or costs outside what we accept.
  case invalidParameters
}

extension SecretBytes {
  /// Zero bytes to be filled in by an operation of this module.
  init(filling count: Int) throws(CryptographyError) {
    do throws(SecretMemoryError) { self = try SecretBytes(count: count) } catch {
      throw .outOfMemory
    }
  }

  /// A copy, for the operations of this module.
  init(duplicating bytes: Span<UInt8>) throws(CryptographyError) {
    do throws(SecretMemoryError) { self = try SecretBytes(copying: bytes) } catch {
      throw .outOfMemory
    }
  }
}
