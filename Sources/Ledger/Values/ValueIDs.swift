package import ByteCoding

/// Which value of which version of which key: what its seal is bound to, together with the vault.
package struct ValueIDs: Hashable, Sendable {
  package let key: Identifier
  package let version: Identifier
  package let field: Identifier

  package init(key: Identifier, version: Identifier, field: Identifier) {
    self.key = key
    self.version = version
    self.field = field
  }

  /// Where the blob of this value is found.
  package var address: BlobAddress { BlobAddress(version: version, field: field) }

  func bytes(in vault: Identifier) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * Identifier.length)
    for id in [vault, key, version, field] { id.append(to: &bytes) }
    return bytes
  }
}
