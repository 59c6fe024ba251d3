import ByteCoding

/// What stands in a body as one CBOR item of one form.
protocol WireValue {
  init(from reader: inout CBORReader) throws(CBORError)
  func write(to writer: inout CBORWriter)
}

extension String: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) { self = try reader.text() }
  func write(to writer: inout CBORWriter) { writer.text(self) }
}

extension Bool: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) { self = try reader.bool() }
  func write(to writer: inout CBORWriter) { writer.bool(self) }
}

extension UInt64: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) { self = try reader.unsigned() }
  func write(to writer: inout CBORWriter) { writer.unsigned(self) }
}

extension Int64: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) { self = try reader.integer() }
  func write(to writer: inout CBORWriter) { writer.integer(self) }
}

/// A count, length or place, never below zero.
extension Int: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) {
    guard let value = Int(exactly: try reader.unsigned()) else { throw .unsupported }
    self = value
  }

  func write(to writer: inout CBORWriter) { writer.unsigned(UInt64(clamping: self)) }
}

extension Identifier: WireValue {
  init(from reader: inout CBORReader) throws(CBORError) { self = try reader.identifier() }
  func write(to writer: inout CBORWriter) { writer.identifier(self) }
}

extension CBORReader {
  /// The next item, as what is wanted of it.
  mutating func next<Value: WireValue>(
    _: Value.Type = Value.self
  ) throws(CBORError) -> Value {
    try Value(from: &self)
  }

  /// Null, or a value.
  mutating func optional<Value: WireValue>(
    _: Value.Type = Value.self
  ) throws(CBORError) -> Value? {
    guard peekKind() == .null else { return try Value(from: &self) }
    try null()
    return nil
  }

  /// An array of values.
  mutating func list<Value: WireValue>(
    _: Value.Type = Value.self
  ) throws(CBORError) -> [Value] {
    let count = try array()
    var values: [Value] = []
    for _ in 0..<count { values.append(try Value(from: &self)) }
    return values
  }

  /// Enters an array of exactly `count` items.
  mutating func tuple(_ count: Int) throws(CBORError) {
    guard try array() == count else { throw .wrongLength(expected: count) }
  }

  /// Enters an array that begins with a number, which says what the others are.
  mutating func variant() throws(CBORError) -> (number: UInt64, arguments: Int) {
    let count = try array()
    guard count > 0 else { throw .wrongLength(expected: 1) }
    return (try unsigned(), count - 1)
  }

  /// Null, or one of the words of `Word`.
  mutating func optionalWord<Word: RawRepresentable>(
    _: Word.Type = Word.self
  ) throws(CBORError) -> Word? where Word.RawValue == String {
    guard peekKind() == .null else { return try word() }
    try null()
    return nil
  }

  /// One of the words of `Word`.
  mutating func word<Word: RawRepresentable>(
    _: Word.Type = Word.self
  ) throws(CBORError) -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: try text()) else { throw .unsupported }
    return word
  }
}
