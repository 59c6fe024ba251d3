import ByteCoding

extension JSONOutput {
  /// The value on one line.
  package var rendered: [UInt8] {
    var writer = JSONWriter(ByteArraySink())
    write(to: &writer)
    return writer.finish().bytes
  }

  private func write(to writer: inout JSONWriter<ByteArraySink>) {
    switch self {
    case .text(let text): writer.string(text)
    case .integer(let number): writer.integer(number)
    case .bool(let value): writer.bool(value)
    case .null: writer.null()
    case .array(let elements):
      writer.beginArray()
      for element in elements { element.write(to: &writer) }
      writer.endArray()
    case .object(let members):
      writer.beginObject()
      for (name, value) in members {
        writer.name(name)
        value.write(to: &writer)
      }
      writer.endObject()
    }
  }
}
