package import ByteCoding

/// A target is about to be written: from here on it may hold these versions.
package struct EmissionIntended: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 52
  package static let isCritical = true
  package static let fieldCount = 3

  package var tool: Identifier
  package var target: Identifier
  package var versions: [KeyVersion]

  package init(
    tool: Identifier, target: Identifier, versions: [KeyVersion]
  ) {
    self.tool = tool
    self.target = target
    self.versions = versions
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    tool = try reader.identifier()
    target = try reader.identifier()
    versions = try reader.list { r throws(CBORError) in try KeyVersion(from: &r) }
  }

  func write(to map: inout CBORFields) {
    map.put(0, tool)
    map.put(1, target)
    map.put(2, versions) { writer, item in item.write(to: &writer) }
  }
}

/// A target has been written and holds these versions.
package struct Emitted: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 53
  package static let isCritical = true
  package static let fieldCount = 3

  package var tool: Identifier
  package var target: Identifier
  package var versions: [KeyFingerprint]

  package init(
    tool: Identifier, target: Identifier, versions: [KeyFingerprint]
  ) {
    self.tool = tool
    self.target = target
    self.versions = versions
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    tool = try reader.identifier()
    target = try reader.identifier()
    versions = try reader.list { r throws(CBORError) in try KeyFingerprint(from: &r) }
  }

  func write(to map: inout CBORFields) {
    map.put(0, tool)
    map.put(1, target)
    map.put(2, versions) { writer, item in item.write(to: &writer) }
  }
}

/// A target could not be written and is as it was.
package struct EmissionFailed: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 54
  package static let isCritical = true
  package static let fieldCount = 4

  package var tool: Identifier
  package var target: Identifier
  package var versions: [KeyVersion]
  /// A code, such as `disk-full`.
  package var reason: String

  package init(
    tool: Identifier, target: Identifier, versions: [KeyVersion], reason: String
  ) {
    self.tool = tool
    self.target = target
    self.versions = versions
    self.reason = reason
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    tool = try reader.identifier()
    target = try reader.identifier()
    versions = try reader.list { r throws(CBORError) in try KeyVersion(from: &r) }
    reason = try reader.text()
  }

  func write(to map: inout CBORFields) {
    map.put(0, tool)
    map.put(1, target)
    map.put(2, versions) { writer, item in item.write(to: &writer) }
    map.put(3, reason)
  }
}
