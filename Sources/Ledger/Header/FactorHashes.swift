import ByteCoding
import Cryptography
import SecretMemory

/// The hashes of offered factors, each made once however many slots are tried.
final class FactorHashes {
  private var keyFile: SecretBytes?
  private var recovery: SecretBytes?
  private var passphrases: [KDFBlock: PassphraseHash] = [:]

  /// A dictionary cannot hold what does not copy.
  private final class PassphraseHash {
    let bytes: SecretBytes
    init(_ bytes: consuming SecretBytes) { self.bytes = bytes }
  }

  /// The key that seals a slot's identity: over all its factors. Nil when one of them was not
  /// offered.
  func key(
    for slot: Slot, in vault: Identifier, offered: borrowing Factors
  ) throws(CryptographyError) -> SecretBytes? {
    guard !slot.factors.isEmpty else { return nil }
    let kinds = offered.kinds
    guard slot.factors.allSatisfy({ kinds.contains($0.kind) }) else { return nil }
    var hasher = BLAKE2bHasher(label: Labels.factors)
    hasher.update(vault.bytes)
    hasher.update(slot.id.bytes)
    for factor in slot.factors {
      hasher.update([UInt8(factor.kind.rawValue)])
      try add(factor, of: offered, to: &hasher)
    }
    return try hasher.finishSecret()
  }

  private func add(
    _ factor: SlotFactor, of offered: borrowing Factors, to hasher: inout BLAKE2bHasher
  ) throws(CryptographyError) {
    switch factor {
    case .passphrase(let block):
      try hashPassphrase(block, offered)
      if let hash = passphrases[block] { hash.bytes.withSpan { hasher.update($0) } }
    case .keyFile:
      if keyFile == nil { keyFile = try Self.hash(offered.keyFile, Labels.keyFile) }
      Self.add(keyFile, to: &hasher)
    case .recovery:
      if recovery == nil { recovery = try Self.hash(offered.recovery, Labels.recovery) }
      Self.add(recovery, to: &hasher)
    }
  }

  private func hashPassphrase(
    _ block: KDFBlock, _ offered: borrowing Factors
  ) throws(CryptographyError) {
    guard passphrases[block] == nil else { return }
    switch offered.passphrase {
    case .some(let text):
      let hash = try text.withSpan { (bytes) throws(CryptographyError) in
        try PassphraseKDF.derive(bytes, salt: block.salt, parameters: block.parameters)
      }
      passphrases[block] = PassphraseHash(hash)
    case .none: return
    }
  }

  private static func hash(
    _ secret: borrowing SecretBytes?, _ label: Label
  ) throws(CryptographyError) -> SecretBytes? {
    switch secret {
    case .some(let secret):
      var hasher = BLAKE2bHasher(label: label)
      secret.withSpan { hasher.update($0) }
      return try hasher.finishSecret()
    case .none: return nil
    }
  }

  private static func add(_ hash: borrowing SecretBytes?, to hasher: inout BLAKE2bHasher) {
    switch hash {
    case .some(let hash): hash.withSpan { hasher.update($0) }
    case .none: return
    }
  }
}
