package import ByteCoding

/// The vault begins. Its own secrets are values like any, under this version.
package struct VaultCreated: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 16
  package static let isCritical = true
  package static let fieldCount = 4

  package var name: String
  /// Ed25519, 32 bytes.
  package var manifestPublicKey: [UInt8]
  package var secretsVersion: Identifier
  package var fields: [OwnField]

  package init(
    name: String, manifestPublicKey: [UInt8], secretsVersion: Identifier, fields: [OwnField]
  ) {
    self.name = name
    self.manifestPublicKey = manifestPublicKey
    self.secretsVersion = secretsVersion
    self.fields = fields
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    name = try reader.text()
    manifestPublicKey = try reader.field { r throws(CBORError) in try r.bytes(count: 32) }
    secretsVersion = try reader.identifier()
    fields = try reader.list { r throws(CBORError) in try OwnField(from: &r) }
  }

  func write(to map: inout CBORFields) {
    map.put(0, name)
    map.put(1, manifestPublicKey)
    map.put(2, secretsVersion)
    map.put(3, fields) { writer, item in item.write(to: &writer) }
  }
}

/// A setting of the vault; no values mean the default.
package struct SettingChanged: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 17
  package static let isCritical = true
  package static let fieldCount = 2

  package var name: String
  package var values: [String]

  package init(
    name: String, values: [String]
  ) {
    self.name = name
    self.values = values
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    name = try reader.text()
    values = try reader.list { r throws(CBORError) in try r.text() }
  }

  func write(to map: inout CBORFields) {
    map.put(0, name)
    map.put(1, values) { writer, item in writer.text(item) }
  }
}

/// What people call a slot of the ledger, which itself carries no names.
package struct SlotNoted: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 18
  package static let isCritical = false
  package static let fieldCount = 4

  package var slot: Identifier
  package var kind: SlotKind
  package var name: String
  /// Milliseconds since 1970.
  package var verifiedAt: Int64?

  package init(
    slot: Identifier, kind: SlotKind, name: String, verifiedAt: Int64?
  ) {
    self.slot = slot
    self.kind = kind
    self.name = name
    self.verifiedAt = verifiedAt
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    slot = try reader.identifier()
    kind = try reader.word()
    name = try reader.text()
    verifiedAt = try reader.optional { r throws(CBORError) in try r.integer() }
  }

  func write(to map: inout CBORFields) {
    map.put(0, slot)
    map.put(1, kind.rawValue)
    map.put(2, name)
    map.put(3) { $0.optionalInteger(verifiedAt) }
  }
}

/// A slot is gone.
package struct SlotForgotten: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 19
  package static let isCritical = false
  package static let fieldCount = 1

  package var slot: Identifier

  package init(
    slot: Identifier
  ) {
    self.slot = slot
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    slot = try reader.identifier()
  }

  func write(to map: inout CBORFields) {
    map.put(0, slot)
  }
}
