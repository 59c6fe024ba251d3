package import ByteCoding

/// What the vault says of itself.
package struct VaultRecord: Equatable, Sendable {
  package let name: String
  /// Ed25519, 32 bytes.
  package let manifestPublicKey: [UInt8]
  /// The version under which the vault's own secrets are sealed.
  package let secretsVersion: Identifier
  package let fields: [OwnField]
  /// Milliseconds since 1970.
  package let createdAt: Int64
}

/// What people call a slot of the ledger.
package struct SlotNote: Equatable, Sendable {
  package let slot: Identifier
  package let kind: SlotKind
  package let name: String
  /// Milliseconds since 1970 when the slot last proved to open the vault.
  package let verifiedAt: Int64?
}

extension VaultRecord {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(5)
    name = try reader.text()
    manifestPublicKey = try reader.bytes(count: 32)
    secretsVersion = try reader.identifier()
    fields = try reader.elements { r throws(CBORError) in try OwnField(from: &r) }
    createdAt = try reader.integer()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(5)
    writer.text(name)
    writer.bytes(manifestPublicKey)
    writer.identifier(secretsVersion)
    writer.array(fields) { writer, field in field.write(to: &writer) }
    writer.integer(createdAt)
  }
}

extension SlotNote {
  init(slot: Identifier, from reader: inout CBORReader) throws(CBORError) {
    self.slot = slot
    try reader.tuple(3)
    kind = try reader.word()
    name = try reader.text()
    verifiedAt = try reader.optional { r throws(CBORError) in try r.integer() }
  }

  func write(to writer: inout CBORWriter) {
    writer.array(3)
    writer.text(kind.rawValue)
    writer.text(name)
    writer.optionalInteger(verifiedAt)
  }
}
