package import ByteCoding

/// A tool begins, in one environment.
package struct ToolAdded: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 30
  package static let isCritical = true
  package static let fieldCount = 4

  package var tool: Identifier
  package var name: String
  package var environment: String?
  package var attributes: Attributes

  package init(
    tool: Identifier, name: String, environment: String?, attributes: Attributes
  ) {
    self.tool = tool
    self.name = name
    self.environment = environment
    self.attributes = attributes
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    tool = try reader.identifier()
    name = try reader.text()
    environment = try reader.optional { r throws(CBORError) in try r.text() }
    attributes = try reader.attributes()
  }

  func write(to map: inout CBORFields) {
    map.put(0, tool)
    map.put(1, name)
    map.put(2) { $0.optionalText(environment) }
    map.put(3) { attributes.write(to: &$0) }
  }
}

/// Attributes of a tool change; an empty list removes one.
package struct ToolEdited: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 31
  package static let isCritical = true
  package static let fieldCount = 2

  package var tool: Identifier
  package var changes: Attributes

  package init(
    tool: Identifier, changes: Attributes
  ) {
    self.tool = tool
    self.changes = changes
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    tool = try reader.identifier()
    changes = try reader.attributes()
  }

  func write(to map: inout CBORFields) {
    map.put(0, tool)
    map.put(1) { changes.write(to: &$0) }
  }
}

/// A tool takes another name or environment.
package struct ToolRenamed: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 32
  package static let isCritical = true
  package static let fieldCount = 3

  package var tool: Identifier
  package var name: String
  package var environment: String?

  package init(
    tool: Identifier, name: String, environment: String?
  ) {
    self.tool = tool
    self.name = name
    self.environment = environment
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    tool = try reader.identifier()
    name = try reader.text()
    environment = try reader.optional { r throws(CBORError) in try r.text() }
  }

  func write(to map: inout CBORFields) {
    map.put(0, tool)
    map.put(1, name)
    map.put(2) { $0.optionalText(environment) }
  }
}

/// A tool ends, with its targets and connections.
package struct ToolRemoved: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 33
  package static let isCritical = true
  package static let fieldCount = 1

  package var tool: Identifier

  package init(
    tool: Identifier
  ) {
    self.tool = tool
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    tool = try reader.identifier()
  }

  func write(to map: inout CBORFields) {
    map.put(0, tool)
  }
}
