import SecretMemory
import Vault

/// What the dialects of `NAME=value` lines have in common.
enum AssignmentLines {
  /// The fixed first line. It tells whoever opens the file where it comes from, and because it is
  /// never text of a user's choosing, the file cannot be made to start like a program.
  static let header = "# Written by keyroll. What you change here is lost at the next emit."

  /// A string of the environment, its terminating NUL included, is at most 32 pages
  /// (`MAX_ARG_STRLEN` of Linux); with a longer one every later exec fails.
  static let longestEnvironmentString = 131_072

  /// The reason that holds for every reader of lines; nil when only the reader's own rules count.
  static func refusal(of name: String, _ value: Span<UInt8>) -> RefusalReason? {
    if VariableName(name) == nil { return .name }
    if value.indices.contains(where: { value[$0] == 0 }) { return .nul }
    if name.utf8.count + value.count + 2 > longestEnvironmentString { return .tooLong }
    return nil
  }

  /// A whole file: the header, then one assignment per variable as `write` spells it.
  static func compose(
    _ variables: borrowing SecretFields, in order: [Int],
    write: (String, Span<UInt8>, inout SecretBuilder) throws(SecretMemoryError) -> Void
  ) throws(SecretMemoryError) -> SecretBytes {
    var builder = SecretBuilder()
    try builder.append(header + "\n")
    for index in order {
      try variables.withField(at: index) { (name, value) throws(SecretMemoryError) in
        try write(name, value, &builder)
      }
    }
    return try builder.finish()
  }

  /// Reads a whole file: an optional header, then assignments whose values `value` reads.
  /// `value` starts after `=`, appends to the builder, and stops before the LF.
  static func parse(
    _ text: Span<UInt8>,
    value: (Span<UInt8>, inout Position, inout SecretBuilder) throws(DialectSyntaxError) -> Void
  ) throws(DialectSyntaxError) -> SecretFields {
    var fields = SecretFields()
    var seen: Set<String> = []
    var position = Position()
    skipHeader(text, &position)
    while position.offset < text.count {
      let line = position.line
      let name = try readName(text, &position)
      guard seen.insert(name).inserted else { throw .duplicate(name: name, line: line) }
      var builder = SecretBuilder()
      try value(text, &position, &builder)
      guard position.take(UInt8(ascii: "\n"), in: text) else { throw .line(position.line) }
      do throws(SecretMemoryError) {
        try builder.withSpan { (bytes) throws(SecretMemoryError) in
          try fields.append(name: name, value: bytes)
        }
      } catch {
        throw .memory
      }
    }
    return fields
  }

  private static func skipHeader(_ text: Span<UInt8>, _ position: inout Position) {
    let line = (header + "\n").utf8
    guard text.count >= line.count, zip(text.indices, line).allSatisfy({ text[$0] == $1 }) else {
      return
    }
    position = Position(offset: line.count, line: 2)
  }

  private static func readName(
    _ text: Span<UInt8>, _ position: inout Position
  ) throws(DialectSyntaxError) -> String {
    var name = ""
    while let byte = position.peek(text), isNameByte(byte) {
      name.unicodeScalars.append(Unicode.Scalar(byte))
      position.advance(text)
    }
    guard VariableName(name) != nil, position.take(UInt8(ascii: "="), in: text) else {
      throw .line(position.line)
    }
    return name
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}

/// A place in text, with the number of its line.
struct Position {
  var offset = 0
  var line = 1

  func peek(_ text: Span<UInt8>) -> UInt8? { offset < text.count ? text[offset] : nil }

  mutating func advance(_ text: Span<UInt8>) {
    if text[offset] == UInt8(ascii: "\n") { line += 1 }
    offset += 1
  }

  /// Steps over `byte` if it comes next.
  mutating func take(_ byte: UInt8, in text: Span<UInt8>) -> Bool {
    guard peek(text) == byte else { return false }
    advance(text)
    return true
  }

  /// Moves to the next `byte`, which stays unread, and returns the range passed; nil, without
  /// moving, when there is none.
  mutating func skip(to byte: UInt8, in text: Span<UInt8>) -> Range<Int>? {
    guard let end = (offset..<text.count).first(where: { text[$0] == byte }) else { return nil }
    let passed = offset..<end
    while offset < end { advance(text) }
    return passed
  }
}

/// Values that every reader of lines takes as they stand, without quotes.
enum RawValue {
  /// Appends the run of such bytes that comes next.
  static func read(
    _ text: Span<UInt8>, _ position: inout Position, _ builder: inout SecretBuilder
  ) throws(DialectSyntaxError) {
    do throws(SecretMemoryError) {
      while let byte = position.peek(text), isSafe(byte) {
        try builder.append(byte)
        position.advance(text)
      }
    } catch {
      throw .memory
    }
  }

  private static func isSafe(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "_.,/:@%+^=-".utf8.contains(byte)
    }
  }
}
