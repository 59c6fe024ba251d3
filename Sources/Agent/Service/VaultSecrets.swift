import ByteCoding
import Cryptography
import Ledger
import SecretMemory
import Vault

/// The two secrets of a vault itself, sealed like values: the seed of the key that signs manifests,
/// and the root of the keys under which each consumer's fingerprints are made.
struct VaultSecrets {
  static let manifestSeed = "manifest-seed"
  static let fingerprintRoot = "fingerprint-root"
  private static let length = 32

  var manifestPublicKey: [UInt8]
  var fields: [OwnField]
  var blobs: [SealedBlob]

  /// Draws both and seals them for the first transaction of a vault.
  static func make(
    version: Identifier, vault: Identifier, _ sealing: ValueSealing
  ) throws(LedgerError) -> VaultSecrets {
    let seed = try random()
    let root = try random()
    let publicKey: [UInt8]
    do throws(CryptographyError) {
      publicKey = try SigningKey(seed: seed).publicKey
    } catch { throw .outOfMemory }
    var secrets = VaultSecrets(manifestPublicKey: publicKey, fields: [], blobs: [])
    try secrets.add(manifestSeed, seed, version, vault, sealing)
    try secrets.add(fingerprintRoot, root, version, vault, sealing)
    return secrets
  }

  private static func random() throws(LedgerError) -> SecretBytes {
    do throws(CryptographyError) {
      return try RandomBytes.secret(length)
    } catch { throw .outOfMemory }
  }

  private mutating func add(
    _ name: String, _ secret: borrowing SecretBytes, _ version: Identifier, _ vault: Identifier,
    _ sealing: ValueSealing
  ) throws(LedgerError) {
    let field = Identifier(RandomBytes.bytes(16))
    let ids = ValueIDs(key: vault, version: version, field: field)
    let sealed = try secret.withSpan { span throws(LedgerError) in
      try sealing.seal(span, for: ids)
    }
    fields.append(OwnField(id: field, name: name, commitment: sealed.commitment))
    blobs.append(sealed.blob)
  }
}
