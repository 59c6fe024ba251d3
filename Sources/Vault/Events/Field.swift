package import ByteCoding

/// One named part of a key's value, such as the token and the secret of an OAuth 1.0 credential.
package struct Field: Equatable, Sendable {
  package var id: Identifier
  package var name: String

  package init(id: Identifier, name: String) {
    self.id = id
    self.name = name
  }
}

/// That a version holds a value for a field: the commitment binds the sealed value.
package struct FieldCommitment: Equatable, Sendable {
  package var field: Identifier
  /// 32 bytes.
  package var commitment: [UInt8]

  package init(field: Identifier, commitment: [UInt8]) {
    self.field = field
    self.commitment = commitment
  }
}

/// A version of a key, by identifiers.
package struct KeyVersion: Hashable, Sendable {
  package var key: Identifier
  package var version: Identifier

  package init(key: Identifier, version: Identifier) {
    self.key = key
    self.version = version
  }
}

/// What a target was given of a key: the version and the consumer's fingerprint of its values.
package struct KeyFingerprint: Equatable, Sendable {
  package var key: Identifier
  package var version: Identifier
  /// 16 bytes.
  package var fingerprint: [UInt8]

  package init(key: Identifier, version: Identifier, fingerprint: [UInt8]) {
    self.key = key
    self.version = version
    self.fingerprint = fingerprint
  }
}

/// A named secret of the vault itself.
package struct OwnField: Equatable, Sendable {
  package var id: Identifier
  package var name: String
  /// 32 bytes.
  package var commitment: [UInt8]

  package init(id: Identifier, name: String, commitment: [UInt8]) {
    self.id = id
    self.name = name
    self.commitment = commitment
  }
}

extension Field {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(2)
    self.init(id: try reader.identifier(), name: try reader.text())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(2)
    writer.identifier(id)
    writer.text(name)
  }
}

extension FieldCommitment {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(2)
    self.init(field: try reader.identifier(), commitment: try reader.bytes(count: 32))
  }

  func write(to writer: inout CBORWriter) {
    writer.array(2)
    writer.identifier(field)
    writer.bytes(commitment)
  }
}

extension KeyVersion {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(2)
    self.init(key: try reader.identifier(), version: try reader.identifier())
  }

  func write(to writer: inout CBORWriter) {
    writer.array(2)
    writer.identifier(key)
    writer.identifier(version)
  }
}

extension KeyFingerprint {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(3)
    self.init(
      key: try reader.identifier(), version: try reader.identifier(),
      fingerprint: try reader.bytes(count: 16))
  }

  func write(to writer: inout CBORWriter) {
    writer.array(3)
    writer.identifier(key)
    writer.identifier(version)
    writer.bytes(fingerprint)
  }
}

extension OwnField {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(3)
    self.init(
      id: try reader.identifier(), name: try reader.text(),
      commitment: try reader.bytes(count: 32))
  }

  func write(to writer: inout CBORWriter) {
    writer.array(3)
    writer.identifier(id)
    writer.text(name)
    writer.bytes(commitment)
  }
}
