package import ByteCoding

/// A tool is known to have come further with a version.
package struct Adopted: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 55
  package static let isCritical = true
  package static let fieldCount = 6

  package var tool: Identifier
  package var key: Identifier
  package var version: Identifier
  package var level: AdoptionLevel.Claim
  package var evidence: Evidence
  package var note: String?

  package init(
    tool: Identifier, key: Identifier, version: Identifier, level: AdoptionLevel.Claim,
    evidence: Evidence, note: String?
  ) {
    self.tool = tool
    self.key = key
    self.version = version
    self.level = level
    self.evidence = evidence
    self.note = note
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    tool = try reader.identifier()
    key = try reader.identifier()
    version = try reader.identifier()
    level = try reader.word()
    evidence = try reader.word()
    note = try reader.optional { r throws(CBORError) in try r.text() }
  }

  func write(to map: inout CBORFields) {
    map.put(0, tool)
    map.put(1, key)
    map.put(2, version)
    map.put(3, level.rawValue)
    map.put(4, evidence.rawValue)
    map.put(5) { $0.optionalText(note) }
  }
}

/// A version counts as adopted by a tool although nothing shows it.
package struct Waived: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 56
  package static let isCritical = true
  package static let fieldCount = 4

  package var tool: Identifier
  package var key: Identifier
  package var version: Identifier
  package var reason: String

  package init(
    tool: Identifier, key: Identifier, version: Identifier, reason: String
  ) {
    self.tool = tool
    self.key = key
    self.version = version
    self.reason = reason
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    tool = try reader.identifier()
    key = try reader.identifier()
    version = try reader.identifier()
    reason = try reader.text()
  }

  func write(to map: inout CBORFields) {
    map.put(0, tool)
    map.put(1, key)
    map.put(2, version)
    map.put(3, reason)
  }
}
