package import ByteCoding

/// A tool takes its values from one place more.
package struct TargetAdded: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 34
  package static let isCritical = true
  package static let fieldCount = 5

  package var tool: Identifier
  package var target: Identifier
  package var targetKind: TargetKind
  package var machine: String
  package var attributes: Attributes

  package init(
    tool: Identifier, target: Identifier, targetKind: TargetKind, machine: String,
    attributes: Attributes
  ) {
    self.tool = tool
    self.target = target
    self.targetKind = targetKind
    self.machine = machine
    self.attributes = attributes
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    tool = try reader.identifier()
    target = try reader.identifier()
    targetKind = try reader.word()
    machine = try reader.text()
    attributes = try reader.attributes()
  }

  func write(to map: inout CBORFields) {
    map.put(0, tool)
    map.put(1, target)
    map.put(2, targetKind.rawValue)
    map.put(3, machine)
    map.put(4) { attributes.write(to: &$0) }
  }
}

/// Attributes of a target change; an empty list removes one.
package struct TargetEdited: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 35
  package static let isCritical = true
  package static let fieldCount = 3

  package var tool: Identifier
  package var target: Identifier
  package var changes: Attributes

  package init(
    tool: Identifier, target: Identifier, changes: Attributes
  ) {
    self.tool = tool
    self.target = target
    self.changes = changes
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    tool = try reader.identifier()
    target = try reader.identifier()
    changes = try reader.attributes()
  }

  func write(to map: inout CBORFields) {
    map.put(0, tool)
    map.put(1, target)
    map.put(2) { changes.write(to: &$0) }
  }
}

/// A tool takes its values from one place less.
package struct TargetRemoved: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 36
  package static let isCritical = true
  package static let fieldCount = 2

  package var tool: Identifier
  package var target: Identifier

  package init(
    tool: Identifier, target: Identifier
  ) {
    self.tool = tool
    self.target = target
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    tool = try reader.identifier()
    target = try reader.identifier()
  }

  func write(to map: inout CBORFields) {
    map.put(0, tool)
    map.put(1, target)
  }
}
