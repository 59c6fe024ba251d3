package import ByteCoding
package import Cryptography
package import SecretMemory

/// The keys of one epoch, grown from its root key or, for an audit slot, from its audit key alone
/// (specification, section 2).
package final class EpochKeys: Sendable {
  package let epoch: UInt32
  let vault: Identifier
  /// Nil for who holds the audit key only.
  private let root: SecretBytes?
  private let audit: SecretBytes
  let frame: SecretBytes
  /// Seals values; nil without the root key.
  private let values: SecretBytes?

  package init(root: consuming SecretBytes, epoch: UInt32, vault: Identifier)
    throws(CryptographyError)
  {
    let audit = try BLAKE2b.subkey(of: root, label: Labels.auditKey, message: vault.bytes.span)
    frame = try BLAKE2b.subkey(of: audit, label: Labels.frameKey, message: vault.bytes.span)
    values = try BLAKE2b.subkey(of: root, label: Labels.valueKey, message: vault.bytes.span)
    self.audit = audit
    self.root = consume root
    self.epoch = epoch
    self.vault = vault
  }

  package init(audit: consuming SecretBytes, epoch: UInt32, vault: Identifier)
    throws(CryptographyError)
  {
    frame = try BLAKE2b.subkey(of: audit, label: Labels.frameKey, message: vault.bytes.span)
    self.audit = consume audit
    root = nil
    values = nil
    self.epoch = epoch
    self.vault = vault
  }

  /// Whether values can be read and anything can be written.
  package var holdsRoot: Bool { root != nil }

  /// Lends the root key; nil, without calling `body`, for an audit grant.
  func withRoot<R: ~Copyable>(
    _ body: (borrowing SecretBytes) throws(CryptographyError) -> R
  ) throws(CryptographyError) -> R? {
    switch root {
    case .some(let root): return try body(root)
    case .none: return nil
    }
  }

  func withAudit<R: ~Copyable>(
    _ body: (borrowing SecretBytes) throws(CryptographyError) -> R
  ) throws(CryptographyError) -> R {
    try body(audit)
  }

  /// The key of one value; nil for an audit grant.
  func valueKey(for ids: [UInt8]) throws(CryptographyError) -> SecretBytes? {
    switch values {
    case .some(let values):
      return try BLAKE2b.subkey(of: values, label: Labels.value, message: ids.span)
    case .none: return nil
    }
  }

  /// A key for one purpose out of the root key; nil for an audit grant.
  func rootSubkey(_ label: Label) throws(CryptographyError) -> SecretBytes? {
    try withRoot { (root) throws(CryptographyError) in
      try BLAKE2b.subkey(of: root, label: label, message: vault.bytes.span)
    }
  }

  func headerKey() throws(CryptographyError) -> SecretBytes {
    try BLAKE2b.subkey(of: audit, label: Labels.headerKey, message: vault.bytes.span)
  }

  /// Whether `key` is the audit key that grows from this epoch's root key.
  func isAuditKey(_ key: borrowing SecretBytes) -> Bool {
    audit.withSpan { ours in key.withSpan { constantTimeEquals(ours, $0) } }
  }
}
