/// Makes text from names, paths and files safe to show: nothing in it can move the cursor, change
/// the colour, reverse the order of the line or hide (kubectl CVE-2021-25743).
package enum Escape {
  /// Control, bidirectional, zero-width and other invisible characters become `\n`, `\t` or
  /// `\u{HEX}`. Everything else, a backslash too, stays as it is.
  package static func text(_ text: String) -> String {
    escaped(text) { _ in false }
  }

  /// The same for text of several lines that the program itself has put together.
  package static func lines(_ text: String) -> String {
    escaped(text) { $0 == "\n" }
  }

  private static func escaped(
    _ text: String, keeping isKept: (Unicode.Scalar) -> Bool
  ) -> String {
    guard text.unicodeScalars.contains(where: { isHidden($0) && !isKept($0) }) else { return text }
    var escaped = ""
    for scalar in text.unicodeScalars {
      if isHidden(scalar), !isKept(scalar) {
        escaped += form(of: scalar)
      } else {
        escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  package static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
    if scalar.properties.isDefaultIgnorableCodePoint { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      return true
    case .spaceSeparator:
      return true
    default:
      // Braille blank: a symbol by category that shows nothing.
      return scalar.value == 0x2800
    }
  }

  private static func form(of scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\t": "\\t"
    case "\r": "\\r"
    default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    }
  }
}
