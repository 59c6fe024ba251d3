package import ByteCoding

/// One tool's use of one field of one key, under a variable.
package struct Connection: Equatable, Sendable {
  package let id: Identifier
  package let tool: Identifier
  package let key: Identifier
  package let field: Identifier
  package let variable: String
  /// Whether the tool cannot do without.
  package var required: Bool
  /// Without `required`, which stands above.
  package var attributes: Attributes
  /// Milliseconds since 1970.
  package let connectedAt: Int64
}

extension Connection {
  init(
    id: Identifier, ofKey key: Identifier, from reader: inout CBORReader
  ) throws(CBORError) {
    self.id = id
    self.key = key
    try reader.tuple(6)
    tool = try reader.identifier()
    field = try reader.identifier()
    variable = try reader.text()
    required = try reader.bool()
    attributes = try Attributes(from: &reader)
    connectedAt = try reader.integer()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(6)
    writer.identifier(tool)
    writer.identifier(field)
    writer.text(variable)
    writer.bool(required)
    attributes.write(to: &writer)
    writer.integer(connectedAt)
  }
}
