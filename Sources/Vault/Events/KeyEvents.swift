package import ByteCoding

/// A key begins, without a version yet.
package struct KeyAdded: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 20
  package static let isCritical = true
  package static let fieldCount = 4

  package var key: Identifier
  package var name: String
  /// In the order of the provider's profile.
  package var fields: [Field]
  package var attributes: Attributes

  package init(
    key: Identifier, name: String, fields: [Field], attributes: Attributes
  ) {
    self.key = key
    self.name = name
    self.fields = fields
    self.attributes = attributes
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    key = try reader.identifier()
    name = try reader.text()
    fields = try reader.list { r throws(CBORError) in try Field(from: &r) }
    attributes = try reader.attributes()
  }

  func write(to map: inout CBORFields) {
    map.put(0, key)
    map.put(1, name)
    map.put(2, fields) { writer, item in item.write(to: &writer) }
    map.put(3) { attributes.write(to: &$0) }
  }
}

/// Attributes of a key change; an empty list removes one.
package struct KeyEdited: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 21
  package static let isCritical = true
  package static let fieldCount = 2

  package var key: Identifier
  package var changes: Attributes

  package init(
    key: Identifier, changes: Attributes
  ) {
    self.key = key
    self.changes = changes
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    key = try reader.identifier()
    changes = try reader.attributes()
  }

  func write(to map: inout CBORFields) {
    map.put(0, key)
    map.put(1) { changes.write(to: &$0) }
  }
}

/// A key takes another name and keeps all else.
package struct KeyRenamed: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 22
  package static let isCritical = true
  package static let fieldCount = 2

  package var key: Identifier
  package var name: String

  package init(
    key: Identifier, name: String
  ) {
    self.key = key
    self.name = name
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    key = try reader.identifier()
    name = try reader.text()
  }

  func write(to map: inout CBORFields) {
    map.put(0, key)
    map.put(1, name)
  }
}

/// A key ends, with its connections and its open rotation.
package struct KeyRemoved: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 23
  package static let isCritical = true
  package static let fieldCount = 1

  package var key: Identifier

  package init(
    key: Identifier
  ) {
    self.key = key
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    key = try reader.identifier()
  }

  func write(to map: inout CBORFields) {
    map.put(0, key)
  }
}
