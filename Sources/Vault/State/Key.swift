package import ByteCoding

/// A credential issued by one provider: its fields, and its versions from the first to the last.
package struct Key: Equatable, Sendable {
  package let id: Identifier
  /// As given, or as `ListedName` says where an earlier key has the name.
  package var name: String
  package var fields: [Field]
  package var attributes: Attributes
  /// In the order of their numbers.
  package var versions: [Version] = []
  /// Milliseconds since 1970.
  package var addedAt: Int64
  /// Milliseconds since 1970; of the name or the attributes, never of a value.
  package var editedAt: Int64

  package var current: Version? { versions.last { $0.label == .current } }
  package var previous: [Version] { versions.filter { $0.label == .previous } }

  package func version(_ id: Identifier) -> Version? { versions.first { $0.id == id } }

  package func version(number: UInt64) -> Version? {
    guard number >= 1, number <= UInt64(versions.count) else { return nil }
    return versions[Int(number) - 1]
  }

  package func field(_ id: Identifier) -> Field? { fields.first { $0.id == id } }
  package func field(named name: String) -> Field? { fields.first { $0.name == name } }

  /// Changes the version `id` and returns whether there is one.
  mutating func change(_ id: Identifier, _ change: (inout Version) -> Void) {
    guard let place = versions.firstIndex(where: { $0.id == id }) else { return }
    change(&versions[place])
  }
}

/// One value of a key. Its age counts from when it was staged.
package struct Version: Equatable, Sendable {
  /// 1, 2, 3… in the order of staging.
  package let number: UInt64
  package let id: Identifier
  package var label: VersionLabel = .pending
  /// Milliseconds since 1970, as the other times.
  package var stagedAt: Int64
  package var promotedAt: Int64?
  package var revokedAt: Int64?
  package var expires: Int64?
  package var origin: VersionOrigin
  package var values: [FieldCommitment]
  /// The values have been taken out of the file.
  package var purged = false

  package func commitment(of field: Identifier) -> [UInt8]? {
    values.first { $0.field == field }?.commitment
  }
}

extension Key {
  init(id: Identifier, from reader: inout CBORReader) throws(CBORError) {
    self.id = id
    try reader.tuple(6)
    name = try reader.text()
    fields = try reader.elements { r throws(CBORError) in try Field(from: &r) }
    attributes = try Attributes(from: &reader)
    addedAt = try reader.integer()
    editedAt = try reader.integer()
    var number: UInt64 = 0
    versions = try reader.elements { r throws(CBORError) in
      number += 1
      return try Version(number: number, from: &r)
    }
  }

  func write(to writer: inout CBORWriter) {
    writer.array(6)
    writer.text(name)
    writer.array(fields) { writer, field in field.write(to: &writer) }
    attributes.write(to: &writer)
    writer.integer(addedAt)
    writer.integer(editedAt)
    writer.array(versions) { writer, version in version.write(to: &writer) }
  }
}

extension Version {
  init(number: UInt64, from reader: inout CBORReader) throws(CBORError) {
    self.number = number
    try reader.tuple(9)
    id = try reader.identifier()
    label = try reader.word()
    stagedAt = try reader.integer()
    promotedAt = try reader.optional { r throws(CBORError) in try r.integer() }
    revokedAt = try reader.optional { r throws(CBORError) in try r.integer() }
    expires = try reader.optional { r throws(CBORError) in try r.integer() }
    origin = try reader.word()
    values = try reader.elements { r throws(CBORError) in try FieldCommitment(from: &r) }
    purged = try reader.bool()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(9)
    writer.identifier(id)
    writer.text(label.rawValue)
    writer.integer(stagedAt)
    writer.optionalInteger(promotedAt)
    writer.optionalInteger(revokedAt)
    writer.optionalInteger(expires)
    writer.text(origin.rawValue)
    writer.array(values) { writer, value in value.write(to: &writer) }
    writer.bool(purged)
  }
}
