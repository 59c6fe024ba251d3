import SecretMemory
import Vault

/// `sh`: a POSIX shell program that only assigns.
///
///     file   = [header LF] *(NAME "=" word LF)
///     word   = *("'" *byte "'" / "\'" / plain)
///     byte   = any but "'" and NUL, line ends and control bytes included
///     plain  = one of A-Z a-z 0-9 _ . , / : @ % + ^ = -
///
/// Within single quotes the shell changes nothing (POSIX.1-2017 XCU 2.2.2), so a quote in a value
/// is the only byte to spell otherwise: it ends the quotes, stands escaped, and opens them again.
/// Variables that a shell evaluates as arithmetic, or does not let anybody set, are refused by
/// name: quotes do not help there. `plain` is read, for files that people started by hand, and
/// never written.
enum ShellDialect {
  private static let quote = UInt8(ascii: "'")

  static func refusal(of name: String, _ value: Span<UInt8>) -> RefusalReason? {
    switch VariableName(name)?.special {
    case .runsCode, .cannotBeAssigned: return .name
    case .changesWhatRuns, nil: break
    }
    return AssignmentLines.refusal(of: name, value)
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
    for index in value.indices {
      if value[index] == quote {
        try builder.append("'\\''")
      } else {
        try builder.append(value[index])
      }
    }
    try builder.append("'\n")
  }

  static func parse(_ text: Span<UInt8>) throws(DialectSyntaxError) -> SecretFields {
    try AssignmentLines.parse(text, value: readWord)
  }

  private static func readWord(
    _ text: Span<UInt8>, _ position: inout Position, _ builder: inout SecretBuilder
  ) throws(DialectSyntaxError) {
    while let byte = position.peek(text), byte != UInt8(ascii: "\n") {
      let before = position.offset
      if position.take(quote, in: text) {
        try readQuoted(text, &position, &builder)
      } else if position.take(UInt8(ascii: "\\"), in: text) {
        guard position.take(quote, in: text) else { throw .line(position.line) }
        do throws(SecretMemoryError) { try builder.append(quote) } catch { throw .memory }
      } else {
        try RawValue.read(text, &position, &builder)
      }
      guard position.offset > before else { throw .line(position.line) }
    }
  }

  private static func readQuoted(
    _ text: Span<UInt8>, _ position: inout Position, _ builder: inout SecretBuilder
  ) throws(DialectSyntaxError) {
    let line = position.line
    guard let range = position.skip(to: quote, in: text) else { throw .line(line) }
    let bytes = text.extracting(range)
    guard !bytes.indices.contains(where: { bytes[$0] == 0 }) else { throw .line(line) }
    position.advance(text)
    do throws(SecretMemoryError) { try builder.append(bytes) } catch { throw .memory }
  }
}
