import CSodium
package import SecretMemory

/// BLAKE2b (RFC 7693) over a message that comes in pieces, personalised with a label and with an
/// optional key.
@safe  // `state` is the only reference to a live, initialised block until `deinit`.
package struct BLAKE2bHasher: ~Copyable {
  /// Lengths that a key may have, in bytes.
  package static let keyLengths = 16...64
  /// Lengths that a result may have, in bytes.
  package static let outputLengths = 16...64

  private let state: UnsafeMutableRawPointer
  private let count: Int

  /// Starts a hash of `count` bytes without a key. Traps outside `outputLengths`.
  package init(label: Label, count: Int = 32) {
    self.init(allocatedFor: count)
    unsafe Self.start(state, nil, 0, label, count)
  }

  /// Starts a hash of `count` bytes. Traps outside `outputLengths`; a key outside `keyLengths` is
  /// `.invalidParameters`.
  package init(
    key: borrowing SecretBytes, label: Label, count: Int = 32
  ) throws(CryptographyError) {
    guard Self.keyLengths.contains(key.count) else { throw .invalidParameters }
    self.init(allocatedFor: count)
    let keyLength = key.count
    let state = unsafe self.state
    unsafe key.withAddress { unsafe Self.start(state, $0, keyLength, label, count) }
  }

  private init(allocatedFor count: Int) {
    precondition(Self.outputLengths.contains(count), "Cryptography: digest length out of range")
    Libsodium.ready
    // A block of our own, because the state holds the key and has to be wiped where it lies.
    unsafe state = .allocate(byteCount: crypto_generichash_blake2b_statebytes(), alignment: 64)
    self.count = count
  }

  private static func start(
    _ state: UnsafeMutableRawPointer, _ key: UnsafePointer<UInt8>?, _ keyLength: Int,
    _ label: Label, _ count: Int
  ) {
    let status = unsafe label.withAddress { personal in
      unsafe crypto_generichash_blake2b_init_salt_personal(
        OpaquePointer(state), key, keyLength, count, nil, personal)
    }
    precondition(status == 0, "Cryptography: BLAKE2b refused its parameters")
  }

  deinit {
    unsafe sodium_memzero(state, crypto_generichash_blake2b_statebytes())
    unsafe state.deallocate()
  }

  /// Adds bytes to the message.
  package mutating func update(_ bytes: Span<UInt8>) {
    let state = unsafe self.state
    _ = unsafe bytes.withAddress { start in
      unsafe crypto_generichash_blake2b_update(OpaquePointer(state), start, UInt64(bytes.count))
    }
  }

  /// Adds bytes to the message.
  package mutating func update(_ bytes: [UInt8]) {
    update(bytes.span)
  }

  /// Ends the message: its digest, which must not be secret.
  package consuming func finish() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: count)
    unsafe crypto_generichash_blake2b_final(OpaquePointer(state), &digest, count)
    return digest
  }

  /// Ends the message: its digest as a secret, such as a key.
  package consuming func finishSecret() throws(CryptographyError) -> SecretBytes {
    var digest = try SecretBytes(filling: count)
    let (state, count) = unsafe (state, count)
    _ = unsafe digest.withMutableAddress {
      unsafe crypto_generichash_blake2b_final(OpaquePointer(state), $0, count)
    }
    return digest
  }
}
