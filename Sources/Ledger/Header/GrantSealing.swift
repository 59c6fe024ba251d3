import ByteCoding
import Cryptography
import SecretMemory

extension Slot {
  /// Seals what this slot grants of an epoch to its public key alone. Nil when the keys hold no
  /// root key, for a slot that would grant it.
  func granting(
    _ keys: EpochKeys, with sealer: Sealer
  ) throws(CryptographyError) -> GrantedSlot? {
    let ephemeral = try sealer.random.secret(AgreementKey.length)
    let point = AgreementKey.publicKey(of: ephemeral)
    let key = try GrantedSlot.agree(ephemeral, with: publicKey, point: point, owner: publicKey)
    let context = context(in: keys.vault) + keys.epoch.littleEndianBytes
    func seal(_ granted: borrowing SecretBytes) throws(CryptographyError) -> [UInt8] {
      try granted.withSpan { (plaintext) throws(CryptographyError) in
        try sealer.seal(plaintext, key: key, label: Labels.grant, context: context.span)
      }
    }
    let sealed: [UInt8]? =
      switch grant {
      case .root: try keys.withRoot { (root) throws(CryptographyError) in try seal(root) }
      case .audit: try keys.withAudit { (audit) throws(CryptographyError) in try seal(audit) }
      }
    return sealed.map { GrantedSlot(slot: self, sealedGrant: point + $0) }
  }
}

extension GrantedSlot {
  /// The root or audit key that this slot grants.
  func openGrant(
    with identity: borrowing SecretBytes, epoch: UInt32, vault: Identifier
  ) throws(CryptographyError) -> SecretBytes {
    let point = Array(sealedGrant.prefix(AgreementKey.length))
    let key = try Self.agree(identity, with: point, point: point, owner: slot.publicKey)
    let context = slot.context(in: vault) + epoch.littleEndianBytes
    return try SealedBox.openSecret(
      sealedGrant.span.extracting(AgreementKey.length..<sealedGrant.count), key: key,
      label: Labels.grant, header: context.span)
  }

  /// The key that both ends of the agreement make: bound to the ephemeral point and to its owner.
  fileprivate static func agree(
    _ privateKey: borrowing SecretBytes, with publicKey: [UInt8], point: [UInt8], owner: [UInt8]
  ) throws(CryptographyError) -> SecretBytes {
    let shared = try AgreementKey.shared(privateKey, with: publicKey)
    return try BLAKE2b.subkey(
      of: shared, label: Labels.agreement, message: (point + owner).span)
  }
}
