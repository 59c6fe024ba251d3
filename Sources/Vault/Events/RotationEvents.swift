package import ByteCoding

/// A key is on its way from one version to the next.
package struct RotationStarted: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 50
  package static let isCritical = true
  package static let fieldCount = 5

  package var rotation: Identifier
  package var key: Identifier
  /// The version in use before, if there was one.
  package var from: Identifier?
  package var to: Identifier
  package var attributes: Attributes

  package init(
    rotation: Identifier, key: Identifier, from: Identifier?, to: Identifier, attributes: Attributes
  ) {
    self.rotation = rotation
    self.key = key
    self.from = from
    self.to = to
    self.attributes = attributes
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    rotation = try reader.identifier()
    key = try reader.identifier()
    from = try reader.optional { r throws(CBORError) in try r.identifier() }
    to = try reader.identifier()
    attributes = try reader.attributes()
  }

  func write(to map: inout CBORFields) {
    map.put(0, rotation)
    map.put(1, key)
    map.put(2) { $0.optionalIdentifier(from) }
    map.put(3, to)
    map.put(4) { attributes.write(to: &$0) }
  }
}

/// A rotation is over.
package struct RotationEnded: EventPayload, Equatable, Sendable {
  package static let kind: UInt64 = 51
  package static let isCritical = true
  package static let fieldCount = 3

  package var rotation: Identifier
  package var key: Identifier
  package var outcome: RotationOutcome

  package init(
    rotation: Identifier, key: Identifier, outcome: RotationOutcome
  ) {
    self.rotation = rotation
    self.key = key
    self.outcome = outcome
  }

  init(from reader: inout PayloadReader) throws(EventError) {
    rotation = try reader.identifier()
    key = try reader.identifier()
    outcome = try reader.word()
  }

  func write(to map: inout CBORFields) {
    map.put(0, rotation)
    map.put(1, key)
    map.put(2, outcome.rawValue)
  }
}
