package import Providers
package import SecretMemory

/// What seems wrong with a value, field by field.
package struct PasteReview: Sendable {
  package private(set) var findings: [(field: WantedField, findings: [PasteFinding])] = []
  /// Whether one field is a single line with its line end, as `echo` makes it.
  package private(set) var endsInNewline = false

  /// - Parameter provider: nil when nothing is known about the value.
  package init(_ fields: borrowing SecretFields, _ wanted: [WantedField], _ provider: Provider?) {
    for field in wanted {
      _ = fields.withField(field.name) { bytes in
        if Self.isLineWithEnd(bytes) { endsInNewline = true }
        guard let profile = field.profile, let provider else { return }
        let found = PasteCheck.findings(bytes, for: profile, of: provider)
        if !found.isEmpty { findings.append((field, found)) }
      }
    }
  }

  package var isClean: Bool { findings.isEmpty && !endsInNewline }

  /// What is wrong, one line for each field.
  package var words: [Message] {
    findings.map { "the value of \($0.field.label) looks wrong: \(Diagnostic.words($0.findings))" }
      + (findings.isEmpty && endsInNewline ? ["the value ends with a line end"] : [])
  }

  /// A text of several lines, such as a PEM file, is meant to end with a line end.
  private static func isLineWithEnd(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count > 1, bytes[bytes.count - 1] == UInt8(ascii: "\n") else { return false }
    for index in 0..<bytes.count - 1 where bytes[index] == UInt8(ascii: "\n") { return false }
    return true
  }
}

extension SecretFields {
  /// The same fields, each without one line end.
  package borrowing func withoutLineEnds() throws(SecretMemoryError) -> SecretFields {
    var trimmed = SecretFields()
    for index in 0..<count {
      try withField(at: index) { (name, bytes) throws(SecretMemoryError) in
        let value = try SecretBytes(copying: bytes).withoutLineEnd()
        try value.withSpan { (bytes) throws(SecretMemoryError) in
          try trimmed.append(name: name, value: bytes)
        }
      }
    }
    return trimmed
  }
}
