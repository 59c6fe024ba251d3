package import ByteCoding
import Cryptography
package import SecretMemory

/// What opens one slot again without its factors, and so without hashing a passphrase: the private
/// key of the slot's identity, and which slot that is. It opens the grants of later headers too, for
/// as long as the slot is there.
package struct SessionKey: ~Copyable, Sendable {
  /// Bytes of the form that is handed over.
  package static let length = Identifier.length + AgreementKey.length

  package let slot: Identifier
  /// X25519.
  let identity: SecretBytes

  init(slot: Identifier, identity: consuming SecretBytes) {
    self.slot = slot
    self.identity = identity
  }

  /// Reads the handed over form; nil when the length is another.
  package init?(_ bytes: borrowing SecretBytes) throws(SecretMemoryError) {
    guard bytes.count == Self.length else { return nil }
    slot = bytes.withSpan { Identifier(Array($0.extracting(..<Identifier.length))) }
    identity = try bytes.slice(Identifier.length..<Self.length)
  }

  /// The slot's identifier(16), then the private key(32).
  package borrowing func encoded() throws(SecretMemoryError) -> SecretBytes {
    var builder = SecretBuilder()
    try builder.append(slot.bytes.span)
    try identity.withSpan { (key) throws(SecretMemoryError) in try builder.append(key) }
    return try builder.finish()
  }

  borrowing func copy() throws(SecretMemoryError) -> SessionKey {
    SessionKey(slot: slot, identity: try identity.slice(0..<identity.count))
  }
}
