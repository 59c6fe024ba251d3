/// The rule for one segment of a name.
enum NameRule {
  static let maximumLength = 512

  /// Throws unless `text` is segments joined by `/`, or one segment where `/` is not allowed.
  static func check(_ text: String, allowsSegments: Bool) throws(NameProblem) {
    guard !text.isEmpty else { throw .empty }
    guard text.utf8.count <= maximumLength else { throw .tooLong }
    guard text.utf8.first != UInt8(ascii: "-") else { throw .leadingHyphen }
    for (position, scalar) in text.unicodeScalars.enumerated() {
      if scalar == "/" && allowsSegments { continue }
      guard isAllowed(scalar) else { throw .character(scalar, position: position) }
    }
    guard isNormalized(text) else { throw .notNormalized }
    for segment in text.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false) {
      try check(segment: segment)
    }
  }

  private static func check(
    segment: String.UnicodeScalarView.SubSequence
  ) throws(NameProblem) {
    guard let first = segment.first else { throw .emptySegment }
    guard !segment.elementsEqual(".".unicodeScalars), !segment.elementsEqual("..".unicodeScalars)
    else { throw .dotSegment }
    // A mark with no letter before it would be drawn onto the separator.
    guard !isMark(first) else { throw .character(first, position: 0) }
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      let character = Character(scalar)
      return character.isLetter || character.isNumber || "._-".contains(character)
    }
    guard !scalar.properties.isDefaultIgnorableCodePoint else { return false }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .nonspacingMark, .spacingMark:
      return true
    default:
      return false
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark: true
    default: false
    }
  }

  private static func isNormalized(_ text: String) -> Bool {
    var bytes = text.utf8Span
    return bytes.checkForNFC(quickCheck: false)
  }
}

/// The form under which names are compared: two names that differ only in case are one. Upper case
/// first, since only so do `ß` and `SS`, or a final sigma and another, come together.
package func folded(_ name: String) -> String {
  if name.utf8.allSatisfy({ $0 < 0x80 }) { return name.lowercased() }
  return name.uppercased().lowercased()
}
