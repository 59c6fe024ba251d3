/// Something that a pasted value probably holds by mistake. A finding says what kind of thing it
/// is and what was expected, and carries no byte, position or length of the value.
package enum PasteFinding: Hashable, Sendable {
  /// Where white space was seen.
  package enum Place: Hashable, Sendable { case leading, trailing, inside }

  case empty
  case whitespace(Place)
  /// Zero-width characters, direction marks, byte order marks.
  case invisibleCharacter
  /// A character outside ASCII, which looks like one that belongs there: no key of a profile
  /// that is checked holds any, because it travels in a header or a URL.
  case lookAlike
  case controlCharacter
  /// Bytes that are not text at all.
  case notText
  /// `Bearer ` or a whole `Authorization:` header.
  case bearerPrefix
  /// `NAME=` or `name:` before the value.
  case assignmentPrefix
  /// Quotes around the value.
  case quoted
  case wrongLength(expected: Int)
  case wrongShape(expected: ValueShape.Alphabet)
}
