import ByteCoding
import SecretMemory

/// How a program may spell a value when it repeats what it was given, other than as it is.
enum ValueSpelling: CaseIterable {
  /// Between single quotes, as the `sh` dialect writes it. `dotenv` changes nothing in a value.
  case shell
  /// As the `json` dialect writes it.
  case json
  /// The same by writers that escape the slash too.
  case jsonWithSlashes
  /// RFC 4648, section 4, without the padding, which tells nothing.
  case base64

  /// Whether the value is spelled otherwise than it is, and can be spelled so.
  func changes(_ value: Span<UInt8>) -> Bool {
    switch self {
    case .shell: Self.holds(value) { $0 == UInt8(ascii: "'") }
    case .json:
      Self.holds(value) { "\"\\".utf8.contains($0) || $0 < 0x20 || $0 == 0x7f }
        && Self.isText(value)
    case .jsonWithSlashes: Self.holds(value) { $0 == UInt8(ascii: "/") } && Self.isText(value)
    case .base64: true
    }
  }

  /// The value in this spelling, without quotes around it.
  func write(_ value: Span<UInt8>) throws(SecretMemoryError) -> SecretBytes {
    switch self {
    case .shell: return try Self.replacing(UInt8(ascii: "'"), by: "'\\''", in: value)
    case .json: return try Self.json(value)
    case .jsonWithSlashes:
      return try Self.json(value).withSpan { (text) throws(SecretMemoryError) in
        try Self.replacing(UInt8(ascii: "/"), by: "\\/", in: text)
      }
    case .base64:
      var sink = SecretSink()
      try Base64.encode(value, into: &sink)
      let length = (value.count * 8 + 5) / 6
      return try sink.builder.finish().prefix(length)
    }
  }

  private static func json(_ value: Span<UInt8>) throws(SecretMemoryError) -> SecretBytes {
    var writer = JSONWriter(SecretSink())
    try writer.string(value)
    let quoted = try writer.finish().builder.finish()
    return try quoted.slice(1..<quoted.count - 1)
  }

  private static func replacing(
    _ byte: UInt8, by text: String, in value: Span<UInt8>
  ) throws(SecretMemoryError) -> SecretBytes {
    var builder = SecretBuilder()
    for index in value.indices {
      if value[index] == byte {
        try builder.append(text)
      } else {
        try builder.append(value[index])
      }
    }
    return try builder.finish()
  }

  private static func holds(_ value: Span<UInt8>, _ isMeant: (UInt8) -> Bool) -> Bool {
    value.indices.contains { isMeant(value[$0]) }
  }

  private static func isText(_ value: Span<UInt8>) -> Bool {
    (try? UTF8Span(validating: value)) != nil
  }
}
