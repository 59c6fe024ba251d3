import ByteCoding

extension JSONOutput {
  /// The value on one line, in which nothing can act on a terminal.
  package var rendered: [UInt8] {
    var writer = JSONWriter(ByteArraySink())
    write(to: &writer)
    return Self.escapingHidden(writer.finish().bytes)
  }

  /// Characters beyond ASCII stand in strings only, where any may be spelled by its number.
  private static func escapingHidden(_ json: [UInt8]) -> [UInt8] {
    let text = String(decoding: json, as: UTF8.self)
    guard text.unicodeScalars.contains(where: Escape.isHidden) else { return json }
    var escaped = ""
    for scalar in text.unicodeScalars {
      if Escape.isHidden(scalar) {
        for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
          let digits = String(unit, radix: 16)
          escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      } else {
        escaped.unicodeScalars.append(scalar)
      }
    }
    return Array(escaped.utf8)
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
