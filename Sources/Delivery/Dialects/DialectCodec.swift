package import SecretMemory

/// Writes variables in a dialect and reads them back.
package enum DialectCodec {
  /// The variables, sorted by name, as the complete bytes of a file: LF line ends, a final
  /// newline, no byte order mark. The result has been read back by this module's own reader and
  /// compared, names and values, before it is returned.
  package static func encode(
    _ variables: borrowing SecretFields, as dialect: Dialect
  ) throws(DeliveryError) -> SecretBytes {
    let refused = check(variables, as: dialect)
    guard refused.isEmpty else { throw .unrepresentable(refused) }
    let text: SecretBytes
    do throws(SecretMemoryError) {
      text = try compose(variables, as: dialect)
    } catch {
      throw .memory
    }
    try confirm(text, holds: variables, as: dialect)
    return text
  }

  /// The variables that `dialect` cannot carry, each with the first reason found.
  package static func check(
    _ variables: borrowing SecretFields, as dialect: Dialect
  ) -> [Unrepresentable] {
    var refused: [Unrepresentable] = []
    for index in 0..<variables.count {
      variables.withField(at: index) { name, value in
        guard let reason = dialect.refusal(of: name, value) else { return }
        let others = Dialect.allCases.filter { $0.refusal(of: name, value) == nil }
        refused.append(Unrepresentable(variable: name, reason: reason, alternatives: others))
      }
    }
    return refused
  }

  /// The variables in `text`, which must be exactly in the grammar that this module writes; a
  /// reader that accepted more could agree with a mistake of the writer.
  package static func parse(
    _ text: Span<UInt8>, as dialect: Dialect
  ) throws(DialectSyntaxError) -> SecretFields {
    switch dialect {
    case .sh: try ShellDialect.parse(text)
    case .dotenv: try DotenvDialect.parse(text)
    case .json: try JSONDialect.parse(text)
    }
  }

  private static func compose(
    _ variables: borrowing SecretFields, as dialect: Dialect
  ) throws(SecretMemoryError) -> SecretBytes {
    let names = variables.names
    let order = names.indices.sorted { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) }
    return switch dialect {
    case .sh: try ShellDialect.compose(variables, in: order)
    case .dotenv: try DotenvDialect.compose(variables, in: order)
    case .json: try JSONDialect.compose(variables, in: order)
    }
  }

  /// Reads `text` back and throws `readBackMismatch` unless it holds exactly `variables`; names
  /// that nobody asked for are a mismatch too.
  package static func confirm(
    _ text: borrowing SecretBytes, holds variables: borrowing SecretFields, as dialect: Dialect
  ) throws(DeliveryError) {
    let read: SecretFields
    do throws(DialectSyntaxError) {
      read = try text.withSpan { (bytes) throws(DialectSyntaxError) in
        try parse(bytes, as: dialect)
      }
    } catch {
      if error == .memory { throw .memory }
      throw .readBackMismatch(variable: "")
    }
    let meant = variables.names
    if let extra = read.names.first(where: { !meant.contains($0) }) {
      throw .readBackMismatch(variable: extra)
    }
    for name in meant where !variables.hasSameValue(as: read, for: name) {
      throw .readBackMismatch(variable: name)
    }
  }
}

extension SecretFields {
  /// True when both hold `name` with the same bytes.
  borrowing func hasSameValue(as other: borrowing SecretFields, for name: String) -> Bool {
    withField(name) { mine in
      other.withField(name) { theirs in constantTimeEquals(mine, theirs) } ?? false
    } ?? false
  }
}

extension Dialect {
  /// Why this dialect cannot carry the variable; nil when it can.
  func refusal(of name: String, _ value: Span<UInt8>) -> RefusalReason? {
    switch self {
    case .sh: ShellDialect.refusal(of: name, value)
    case .dotenv: DotenvDialect.refusal(of: name, value)
    case .json: JSONDialect.refusal(of: name, value)
    }
  }
}
