/// The name of a key: segments of letters, digits, `.`, `_` and `-` joined by `/`.
package struct KeyName: Hashable, Sendable {
  /// Bytes of UTF-8.
  package static let maximumLength = NameRule.maximumLength

  package let text: String

  package init(_ text: String) throws(NameProblem) {
    try NameRule.check(text, allowsSegments: true)
    self.text = text
  }

  /// Names with the same folded form are the same name.
  package var folded: String { Vault.folded(text) }
}

/// The name of a key's field: one segment.
package struct FieldName: Hashable, Sendable {
  package let text: String

  package init(_ text: String) throws(NameProblem) {
    try NameRule.check(text, allowsSegments: false)
    self.text = text
  }
}
