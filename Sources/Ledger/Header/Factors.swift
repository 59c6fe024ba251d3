package import SecretMemory

/// What a user offers to open a vault with, or to make a slot from.
package struct Factors: ~Copyable, Sendable {
  /// Prepared already: `Passphrase.normalize`.
  package var passphrase: SecretBytes?
  /// The whole content of the file.
  package var keyFile: SecretBytes?
  /// The twenty bytes of the code.
  package var recovery: SecretBytes?
  /// An X25519 private key, for a slot whose identity lives outside of the vault.
  package var identity: SecretBytes?

  /// Bytes that a key file may have.
  package static let keyFileLengths = 32...(1 << 20)
  /// Bytes that a prepared passphrase may have.
  package static let passphraseLengths = 1...1024

  package init(
    passphrase: consuming SecretBytes? = nil, keyFile: consuming SecretBytes? = nil,
    recovery: consuming SecretBytes? = nil, identity: consuming SecretBytes? = nil
  ) {
    self.passphrase = passphrase
    self.keyFile = keyFile
    self.recovery = recovery
    self.identity = identity
  }

  /// The kinds that are there, ascending.
  package var kinds: [FactorKind] {
    var kinds: [FactorKind] = []
    if passphrase != nil { kinds.append(.passphrase) }
    if keyFile != nil { kinds.append(.keyFile) }
    if recovery != nil { kinds.append(.recovery) }
    return kinds
  }
}
