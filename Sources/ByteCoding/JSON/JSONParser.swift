/// Walks once over a JSON text. The text is passed along instead of being kept, because a span
/// cannot be stored.
struct JSONParser {
  private var position = 0
  private var depth = 0

  static func parse(_ text: Span<UInt8>) throws(JSONError) -> JSONValue {
    do {
      _ = try UTF8Span(validating: text)
    } catch {
      throw JSONError(.invalidUTF8, at: error.byteOffsets.lowerBound)
    }
    var parser = JSONParser()
    let value = try parser.value(text)
    parser.skipSpace(text)
    guard parser.position == text.count else { throw parser.error(.leftover) }
    return value
  }

  private func error(_ fault: JSONError.Fault) -> JSONError {
    JSONError(fault, at: position)
  }

  private mutating func value(_ text: Span<UInt8>) throws(JSONError) -> JSONValue {
    skipSpace(text)
    switch try peek(text) {
    case UInt8(ascii: "{"): return .object(try object(text))
    case UInt8(ascii: "["): return .array(try array(text))
    case UInt8(ascii: "\""): return .string(try string(text))
    case UInt8(ascii: "t"): return try word("true", .bool(true), text)
    case UInt8(ascii: "f"): return try word("false", .bool(false), text)
    case UInt8(ascii: "n"): return try word("null", .null, text)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number(text))
    default: throw error(.unexpectedByte)
    }
  }

  private mutating func object(_ text: Span<UInt8>) throws(JSONError) -> [JSONMember] {
    var members: [JSONMember] = []
    var names: Set<String> = []
    try enter()
    if try skip(UInt8(ascii: "}"), text) { return leave(members) }
    repeat {
      skipSpace(text)
      let start = position
      guard try peek(text) == UInt8(ascii: "\"") else { throw error(.unexpectedByte) }
      let name = try string(text).text(in: text)
      guard names.insert(name).inserted else { throw JSONError(.duplicateName, at: start) }
      try expect(UInt8(ascii: ":"), text)
      members.append(JSONMember(name: name, value: try value(text)))
    } while try skip(UInt8(ascii: ","), text)
    try expect(UInt8(ascii: "}"), text)
    return leave(members)
  }

  private mutating func array(_ text: Span<UInt8>) throws(JSONError) -> [JSONValue] {
    var elements: [JSONValue] = []
    try enter()
    if try skip(UInt8(ascii: "]"), text) { return leave(elements) }
    repeat {
      elements.append(try value(text))
    } while try skip(UInt8(ascii: ","), text)
    try expect(UInt8(ascii: "]"), text)
    return leave(elements)
  }

  private mutating func enter() throws(JSONError) {
    guard depth < JSONValue.maximumDepth else { throw error(.tooDeep) }
    depth += 1
    position += 1
  }

  private mutating func leave<T>(_ result: T) -> T {
    depth -= 1
    return result
  }

  private mutating func string(_ text: Span<UInt8>) throws(JSONError) -> JSONString {
    position += 1
    let start = position
    while true {
      switch try peek(text) {
      case UInt8(ascii: "\""):
        position += 1
        return JSONString(range: start..<position - 1)
      case UInt8(ascii: "\\"):
        guard let escape = JSONEscape.parse(text, at: position) else {
          throw error(.invalidEscape)
        }
        position += escape.length
      case ..<0x20: throw error(.controlCharacter)
      default: position += 1
      }
    }
  }

  private mutating func number(_ text: Span<UInt8>) throws(JSONError) -> JSONNumber {
    let start = position
    if text[position] == UInt8(ascii: "-") { position += 1 }
    let leading = position
    try digits(text)
    guard text[leading] != UInt8(ascii: "0") || position == leading + 1 else {
      throw JSONError(.invalidNumber, at: leading)
    }
    if take(text, ".", ".") { try digits(text) }
    if take(text, "e", "E") {
      _ = take(text, "+", "-")
      try digits(text)
    }
    return JSONNumber(range: start..<position)
  }

  private mutating func digits(_ text: Span<UInt8>) throws(JSONError) {
    let start = position
    while position < text.count, (0x30...0x39).contains(text[position]) { position += 1 }
    guard position > start else { throw error(.invalidNumber) }
  }

  private mutating func take(_ text: Span<UInt8>, _ a: Unicode.Scalar, _ b: Unicode.Scalar) -> Bool
  {
    guard position < text.count else { return false }
    let next = Unicode.Scalar(text[position])
    guard next == a || next == b else { return false }
    position += 1
    return true
  }

  private mutating func word(
    _ spelling: StaticString, _ value: JSONValue, _ text: Span<UInt8>
  ) throws(JSONError) -> JSONValue {
    for byte in spelling.description.utf8 {
      guard try peek(text) == byte else { throw error(.unexpectedByte) }
      position += 1
    }
    return value
  }

  private func peek(_ text: Span<UInt8>) throws(JSONError) -> UInt8 {
    guard position < text.count else { throw error(.truncated) }
    return text[position]
  }

  private mutating func skip(_ byte: UInt8, _ text: Span<UInt8>) throws(JSONError) -> Bool {
    skipSpace(text)
    guard try peek(text) == byte else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ byte: UInt8, _ text: Span<UInt8>) throws(JSONError) {
    guard try skip(byte, text) else { throw error(.unexpectedByte) }
  }

  private mutating func skipSpace(_ text: Span<UInt8>) {
    while position < text.count, [0x20, 0x09, 0x0a, 0x0d].contains(text[position]) {
      position += 1
    }
  }
}
