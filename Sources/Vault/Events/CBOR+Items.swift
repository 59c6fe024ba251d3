import ByteCoding

extension CBORReader {
  /// The head of an array of exactly `count` items, which the caller reads next.
  mutating func tuple(_ count: Int) throws(CBORError) {
    guard try array() == count else { throw .wrongLength(expected: count) }
  }

  /// Null, or what `read` reads.
  mutating func optional<Value>(
    _ read: (inout CBORReader) throws(CBORError) -> Value
  ) throws(CBORError) -> Value? {
    guard peekKind() == .null else { return try read(&self) }
    try null()
    return nil
  }

  /// A text that is one of the words of `Word`.
  mutating func word<Word: RawRepresentable>(
    _: Word.Type = Word.self
  ) throws(CBORError) -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: try text()) else { throw .unsupported }
    return word
  }
}

extension CBORWriter {
  mutating func optional<Value>(_ value: Value?, _ write: (inout CBORWriter, Value) -> Void) {
    if let value { write(&self, value) } else { null() }
  }

  mutating func optionalText(_ value: String?) {
    optional(value) { writer, value in writer.text(value) }
  }

  mutating func optionalIdentifier(_ value: Identifier?) {
    optional(value) { writer, value in writer.identifier(value) }
  }

  mutating func optionalInteger(_ value: Int64?) {
    optional(value) { writer, value in writer.integer(value) }
  }
}
