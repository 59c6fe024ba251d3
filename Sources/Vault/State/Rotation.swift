package import ByteCoding

/// The way of a key from one version to the next, while it is under way.
package struct Rotation: Equatable, Sendable {
  package let id: Identifier
  package let key: Identifier
  /// The version in use before, if there was one.
  package let from: Identifier?
  package let to: Identifier
  /// Milliseconds since 1970.
  package let startedAt: Int64
  package let attributes: Attributes
}

extension Rotation {
  init(ofKey key: Identifier, from reader: inout CBORReader) throws(CBORError) {
    self.key = key
    try reader.tuple(5)
    id = try reader.identifier()
    from = try reader.optional { r throws(CBORError) in try r.identifier() }
    to = try reader.identifier()
    startedAt = try reader.integer()
    attributes = try Attributes(from: &reader)
  }

  func write(to writer: inout CBORWriter) {
    writer.array(5)
    writer.identifier(id)
    writer.optionalIdentifier(from)
    writer.identifier(to)
    writer.integer(startedAt)
    attributes.write(to: &writer)
  }
}
