package import ByteCoding

/// A tool uses a field of a key under a variable.
package struct Connected: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 40
  package static let isCritical = true
  package static let fieldCount = 7

  package var connection: Identifier
  package var tool: Identifier
  package var key: Identifier
  package var field: Identifier
  package var variable: String
  package var isRequired: Bool
  package var attributes: Attributes

  package init(
    connection: Identifier, tool: Identifier, key: Identifier, field: Identifier, variable: String,
    isRequired: Bool, attributes: Attributes
  ) {
    self.connection = connection
    self.tool = tool
    self.key = key
    self.field = field
    self.variable = variable
    self.isRequired = isRequired
    self.attributes = attributes
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    connection = try reader.identifier()
    tool = try reader.identifier()
    key = try reader.identifier()
    field = try reader.identifier()
    variable = try reader.text()
    isRequired = try reader.flag()
    attributes = try reader.attributes()
  }

  func write(to map: inout CBORFields) {
    map.put(0, connection)
    map.put(1, tool)
    map.put(2, key)
    map.put(3, field)
    map.put(4, variable)
    map.put(5, isRequired)
    map.put(6) { attributes.write(to: &$0) }
  }
}

/// Attributes of a connection change; an empty list removes one, and `required` (yes, no) says
/// whether the tool can do without.
package struct ConnectionEdited: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 41
  package static let isCritical = true
  package static let fieldCount = 4

  package var connection: Identifier
  package var tool: Identifier
  package var key: Identifier
  package var changes: Attributes

  package init(
    connection: Identifier, tool: Identifier, key: Identifier, changes: Attributes
  ) {
    self.connection = connection
    self.tool = tool
    self.key = key
    self.changes = changes
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    connection = try reader.identifier()
    tool = try reader.identifier()
    key = try reader.identifier()
    changes = try reader.attributes()
  }

  func write(to map: inout CBORFields) {
    map.put(0, connection)
    map.put(1, tool)
    map.put(2, key)
    map.put(3) { changes.write(to: &$0) }
  }
}

/// A tool uses a field no longer.
package struct Disconnected: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 42
  package static let isCritical = true
  package static let fieldCount = 3

  package var connection: Identifier
  package var tool: Identifier
  package var key: Identifier

  package init(
    connection: Identifier, tool: Identifier, key: Identifier
  ) {
    self.connection = connection
    self.tool = tool
    self.key = key
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    connection = try reader.identifier()
    tool = try reader.identifier()
    key = try reader.identifier()
  }

  func write(to map: inout CBORFields) {
    map.put(0, connection)
    map.put(1, tool)
    map.put(2, key)
  }
}
