package import ByteCoding

/// What was known of a tool and a version holds no more.
package struct AdoptionLowered: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 59
  package static let isCritical = true
  package static let fieldCount = 6

  package var tool: Identifier
  package var key: Identifier
  package var version: Identifier
  /// The target that it is about; nil for all of the tool.
  package var target: Identifier?
  /// What is left at most.
  package var level: AdoptionLevel.Floor
  package var cause: LoweringCause

  package init(
    tool: Identifier, key: Identifier, version: Identifier, target: Identifier?,
    level: AdoptionLevel.Floor, cause: LoweringCause
  ) {
    self.tool = tool
    self.key = key
    self.version = version
    self.target = target
    self.level = level
    self.cause = cause
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    tool = try reader.identifier()
    key = try reader.identifier()
    version = try reader.identifier()
    target = try reader.optional { r throws(CBORError) in try r.identifier() }
    level = try reader.word()
    cause = try reader.word()
  }

  func write(to map: inout CBORFields) {
    map.put(0, tool)
    map.put(1, key)
    map.put(2, version)
    map.put(3) { $0.optionalIdentifier(target) }
    map.put(4, level.rawValue)
    map.put(5, cause.rawValue)
  }
}
