import SecretMemory

/// `dotenv`: the one spelling that every measured reader of `.env` files (shells, systemd,
/// compose, python-dotenv, node, npm, ruby, godotenv, go-envparse, direnv, cron) takes the same
/// way.
///
///     file  = [header LF] *(NAME "=" ("'" text "'" / plain) LF)
///     text  = UTF-8 without ' \ control characters, noncharacters and "${",
///             not starting with a quote, not ending in a blank
///     plain = *(one of A-Z a-z 0-9 _ . , / : @ % + ^ = -)
///
/// Values outside `text` are refused, never spelled in a way that only some readers undo:
/// python-dotenv expands `${` within single quotes, ruby's runs `$(…)` in a value with a line
/// end, and readers disagree about every backslash. `plain` is read and never written.
enum DotenvDialect {
  private static let quote = UInt8(ascii: "'")

  static func refusal(of name: String, _ value: Span<UInt8>) -> RefusalReason? {
    AssignmentLines.refusal(of: name, value) ?? PortableText.refusal(value)
  }

  static func compose(
    _ variables: borrowing SecretFields, in order: [Int]
  ) throws(SecretMemoryError) -> SecretBytes {
    try AssignmentLines.compose(variables, in: order, write: write)
  }

  private static func write(
    _ name: String, _ value: Span<UInt8>, to builder: inout SecretBuilder
  ) throws(SecretMemoryError) {
    try builder.append(name + "='")
    try builder.append(value)
    try builder.append("'\n")
  }

  static func parse(_ text: Span<UInt8>) throws(DialectSyntaxError) -> SecretFields {
    try AssignmentLines.parse(text, value: readValue)
  }

  private static func readValue(
    _ text: Span<UInt8>, _ position: inout Position, _ builder: inout SecretBuilder
  ) throws(DialectSyntaxError) {
    guard position.take(quote, in: text) else {
      return try RawValue.read(text, &position, &builder)
    }
    let line = position.line
    guard let range = position.skip(to: quote, in: text) else { throw .line(line) }
    let bytes = text.extracting(range)
    guard PortableText.refusal(bytes) == nil else { throw .line(line) }
    position.advance(text)
    do throws(SecretMemoryError) { try builder.append(bytes) } catch { throw .memory }
  }
}

/// Text that means itself between single quotes in every reader.
private enum PortableText {
  static func refusal(_ value: Span<UInt8>) -> RefusalReason? {
    guard let text = try? UTF8Span(validating: value) else { return .notUTF8 }
    var scalars = text.makeUnicodeScalarIterator()
    var previous: Unicode.Scalar?
    while let scalar = scalars.next() {
      if let reason = refusal(of: scalar, after: previous) { return reason }
      previous = scalar
    }
    return previous.map { $0.properties.isWhitespace } == true ? .outerBlank : nil
  }

  private static func refusal(
    of scalar: Unicode.Scalar, after previous: Unicode.Scalar?
  ) -> RefusalReason? {
    switch scalar {
    case "\0": .nul
    case "\n": .newline
    case "\r": .cr
    case "'": .quote
    case "\"", "`": previous == nil ? .quote : nil
    case "\\": .backslash
    case "{": previous == "$" ? .dollarBrace : nil
    default:
      if scalar.properties.generalCategory == .control {
        .control
      } else {
        scalar.properties.isNoncharacterCodePoint ? .noncharacter : nil
      }
    }
  }
}
