package import ByteCoding

/// A command of a target that was about to run, and of which nothing has been heard.
package struct Operation: Equatable, Sendable {
  package let id: Identifier
  package let step: Step
  package let versions: [KeyVersion]
  /// Milliseconds since 1970.
  package let at: Int64
}

extension Operation {
  init(from reader: inout CBORReader) throws(CBORError) {
    try reader.tuple(4)
    id = try reader.identifier()
    step = try reader.word()
    versions = try reader.elements { r throws(CBORError) in try KeyVersion(from: &r) }
    at = try reader.integer()
  }

  func write(to writer: inout CBORWriter) {
    writer.array(4)
    writer.identifier(id)
    writer.text(step.rawValue)
    writer.array(versions) { writer, item in item.write(to: &writer) }
    writer.integer(at)
  }
}

extension State {
  /// The command of a target that may be running, or may have run.
  package func operation(
    tool: Identifier, target: Identifier
  ) throws(RecordError) -> Operation? {
    try value(RecordKey.operation(ofTool: tool, target: target)) { r throws(CBORError) in
      try Operation(from: &r)
    }
  }
}
