import ByteCoding

/// The name under which the later of two subjects with one name is listed: the name, `~`, and the
/// first four hexadecimal digits of its identifier, more where that is taken too. Nobody can give
/// such a name, but it is understood wherever a name is.
enum ListedName {
  static let mark: Character = "~"

  /// Candidates, from short to long.
  static func candidates(_ name: String, _ id: Identifier) -> [String] {
    stride(from: 4, through: 32, by: 4).map { "\(name)\(mark)\(id.hex.prefix($0))" }
  }

  /// Throws unless `text` is a name or a name with such an ending.
  static func check(_ text: String, allowsSegments: Bool) throws(NameProblem) {
    try NameRule.check(withoutEnding(text), allowsSegments: allowsSegments)
  }

  private static func withoutEnding(_ text: String) -> String {
    guard let place = text.lastIndex(of: mark) else { return text }
    let digits = text[text.index(after: place)...]
    guard (4...32).contains(digits.count), digits.count % 4 == 0,
      digits.allSatisfy({ $0.isASCII && $0.isHexDigit })
    else { return text }
    return String(text[..<place])
  }
}
