package import ByteCoding
import Cryptography

/// What a slot opens.
package enum Grant: UInt64, Sendable {
  /// Everything.
  case root = 0
  /// The frames: every name and event, and no value.
  case audit = 1
}

/// The kinds of things that a user can open a slot with.
package enum FactorKind: UInt64, CaseIterable, Sendable {
  case passphrase = 1
  case keyFile = 2
  case recovery = 3
}

/// One factor of a slot: its kind, and for a passphrase how it is hashed.
package enum SlotFactor: Hashable, Sendable {
  case passphrase(KDFBlock)
  case keyFile
  case recovery

  package var kind: FactorKind {
    switch self {
    case .passphrase: .passphrase
    case .keyFile: .keyFile
    case .recovery: .recovery
    }
  }
}

/// One way to open the vault, except for its grant, which every new header seals anew. Holds
/// nothing secret.
package struct Slot: Hashable, Sendable {
  package let id: Identifier
  package let grant: Grant
  /// Ascending by kind, and all needed; none when the identity lives elsewhere.
  package let factors: [SlotFactor]
  /// X25519 key that the grant is sealed to.
  package let publicKey: [UInt8]
  /// The private key of `publicKey` under the factors; nil when it lives elsewhere.
  let sealedIdentity: [UInt8]?

  /// What the seals of this slot are bound to (specification, section 3).
  func context(in vault: Identifier) -> [UInt8] {
    var writer = CBORWriter()
    writer.array(5)
    writer.identifier(vault)
    writer.identifier(id)
    writer.unsigned(grant.rawValue)
    writer.array(factors) { writer, factor in
      guard case .passphrase(let block) = factor else {
        writer.array(1)
        writer.unsigned(factor.kind.rawValue)
        return
      }
      writer.array(5)
      writer.unsigned(factor.kind.rawValue)
      writer.unsigned(block.parameters.operations)
      writer.unsigned(block.parameters.memoryBytes)
      writer.bytes(block.salt)
      writer.unsigned(KDFBlock.preparation)
    }
    writer.bytes(publicKey)
    return writer.bytes
  }
}

/// A slot together with the keys of an epoch, sealed to it.
package struct GrantedSlot: Hashable, Sendable {
  package let slot: Slot
  /// Ephemeral public key(32), then the sealed key.
  let sealedGrant: [UInt8]
}
