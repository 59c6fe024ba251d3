import CSodium
package import SecretMemory

/// What hashing a passphrase costs.
package struct KDFParameters: Hashable, Sendable {
  /// Passes over the memory.
  package let operations: UInt64
  /// Memory in bytes.
  package let memoryBytes: UInt64

  package init(operations: UInt64, memoryBytes: UInt64) {
    self.operations = operations
    self.memoryBytes = memoryBytes
  }

  private static let mebibyte: UInt64 = 1 << 20
  /// For new vaults: under a second.
  package static let standard = KDFParameters(operations: 3, memoryBytes: 256 * mebibyte)
  /// For those who accept a few seconds.
  package static let strong = KDFParameters(operations: 4, memoryBytes: 1024 * mebibyte)
  /// The weakest accepted: a header cannot talk us into less.
  package static let minimum = KDFParameters(operations: 3, memoryBytes: 64 * mebibyte)
  /// The dearest accepted: a header cannot make us spend more.
  package static let maximum = KDFParameters(operations: 16, memoryBytes: 4096 * mebibyte)

  /// Whether both costs lie between `minimum` and `maximum`.
  package var isAccepted: Bool {
    (Self.minimum.operations...Self.maximum.operations).contains(operations)
      && (Self.minimum.memoryBytes...Self.maximum.memoryBytes).contains(memoryBytes)
  }
}

/// Argon2id version 1.3 (RFC 9106) with one lane: a passphrase into a key of 32 bytes.
package enum PassphraseKDF {
  /// Bytes of a salt.
  package static let saltLength = 16
  /// Bytes of a key.
  package static let keyLength = 32

  /// Costs outside `KDFParameters.minimum` to `.maximum` and another length of salt are
  /// `.invalidParameters`, before any work; memory that cannot be had is `.outOfMemory`.
  package static func derive(
    _ passphrase: Span<UInt8>, salt: [UInt8], operations: UInt64, memoryBytes: UInt64
  ) throws(CryptographyError) -> SecretBytes {
    let costs = KDFParameters(operations: operations, memoryBytes: memoryBytes)
    return try derive(passphrase, salt: salt, parameters: costs)
  }

  /// The same with both costs in one value.
  package static func derive(
    _ passphrase: Span<UInt8>, salt: [UInt8], parameters: KDFParameters
  ) throws(CryptographyError) -> SecretBytes {
    guard parameters.isAccepted, salt.count == saltLength else { throw .invalidParameters }
    Libsodium.ready
    var key = try SecretBytes(filling: keyLength)
    let length = UInt64(passphrase.count)
    let status = unsafe key.withMutableAddress { target in
      unsafe passphrase.withAddress { start in
        unsafe start.withMemoryRebound(to: CChar.self, capacity: passphrase.count) { text in
          unsafe crypto_pwhash(
            target, UInt64(keyLength), text, length, salt, parameters.operations,
            Int(parameters.memoryBytes), crypto_pwhash_ALG_ARGON2ID13)
        }
      }
    }
    guard status == 0 else { throw .outOfMemory }
    return key
  }
}
