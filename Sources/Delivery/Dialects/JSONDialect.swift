import ByteCoding
import SecretMemory
import Vault

/// `json`: one object (RFC 8259) of strings, two spaces of indentation, a final newline.
///
/// Values are UTF-8; a zero byte and values beyond what an environment takes are fine here. Other
/// types than strings are not read: a number would come back spelled otherwise.
enum JSONDialect {
  static func refusal(of name: String, _ value: Span<UInt8>) -> RefusalReason? {
    if VariableName(name) == nil { return .name }
    return (try? UTF8Span(validating: value)) == nil ? .notUTF8 : nil
  }

  static func compose(
    _ variables: borrowing SecretFields, in order: [Int]
  ) throws(SecretMemoryError) -> SecretBytes {
    var writer = JSONWriter(SecretSink(), pretty: true)
    try writer.beginObject()
    for index in order {
      try variables.withField(at: index) { (name, value) throws(SecretMemoryError) in
        try writer.name(name)
        try writer.string(value)
      }
    }
    try writer.endObject()
    var sink = writer.finish()
    try sink.append(UInt8(ascii: "\n"))
    return try sink.builder.finish()
  }

  static func parse(_ text: Span<UInt8>) throws(DialectSyntaxError) -> SecretFields {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue.read(text)
    } catch {
      throw .line(lineNumber(of: error.offset, in: text))
    }
    guard case .object(let members) = value else { throw .line(1) }
    var fields = SecretFields()
    for member in members {
      guard case .string(let string) = member.value else { throw .line(1) }
      do throws(SecretMemoryError) {
        var sink = SecretSink()
        try string.write(from: text, into: &sink)
        try sink.builder.withSpan { (bytes) throws(SecretMemoryError) in
          try fields.append(name: member.name, value: bytes)
        }
      } catch {
        throw .memory
      }
    }
    return fields
  }

  private static func lineNumber(of offset: Int, in text: Span<UInt8>) -> Int {
    1 + text.indices.prefix(offset).count { text[$0] == UInt8(ascii: "\n") }
  }
}

/// Lets encoders write into guarded memory.
struct SecretSink: ByteSink, ~Copyable {
  var builder = SecretBuilder()

  mutating func append(_ byte: UInt8) throws(SecretMemoryError) {
    try builder.append(byte)
  }

  mutating func append(_ bytes: Span<UInt8>) throws(SecretMemoryError) {
    try builder.append(bytes)
  }
}
