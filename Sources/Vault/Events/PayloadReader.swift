import ByteCoding

/// Reads the payload of an event: a map with exactly the keys 0, 1, 2… in that order.
struct PayloadReader {
  private var reader: CBORReader
  private var next: UInt64 = 0

  init(_ payload: [UInt8], fields expected: Int) throws(EventError) {
    reader = CBORReader(payload)
    let count: Int
    do throws(CBORError) { count = try reader.map() } catch { throw .malformed(error) }
    guard count == expected else { throw .wrongFieldCount(expected: expected) }
  }

  /// The next field, whose value `read` reads.
  mutating func field<Value>(
    _ read: (inout CBORReader) throws(CBORError) -> Value
  ) throws(EventError) -> Value {
    let key: UInt64
    do throws(CBORError) { key = try reader.unsigned() } catch { throw .malformed(error) }
    guard key == next else { throw .unexpectedField(key) }
    next += 1
    do throws(CBORError) { return try read(&reader) } catch { throw .malformed(error) }
  }

  /// The next field, a text that is one of the words of `Word`.
  mutating func word<Word: RawRepresentable>(
    _: Word.Type = Word.self
  ) throws(EventError) -> Word where Word.RawValue == String {
    let text = try text()
    guard let word = Word(rawValue: text) else { throw .unknownWord(field: next - 1) }
    return word
  }

  mutating func identifier() throws(EventError) -> Identifier {
    try field { r throws(CBORError) in try r.identifier() }
  }

  mutating func text() throws(EventError) -> String {
    try field { r throws(CBORError) in try r.text() }
  }

  mutating func flag() throws(EventError) -> Bool {
    try field { r throws(CBORError) in try r.bool() }
  }

  mutating func attributes() throws(EventError) -> Attributes {
    try field { r throws(CBORError) in try Attributes(from: &r) }
  }

  mutating func list<Element>(
    _ read: (inout CBORReader) throws(CBORError) -> Element
  ) throws(EventError) -> [Element] {
    try field { r throws(CBORError) in try r.elements(read) }
  }

  mutating func optional<Value>(
    _ read: (inout CBORReader) throws(CBORError) -> Value
  ) throws(EventError) -> Value? {
    try field { r throws(CBORError) in try r.optional(read) }
  }

  /// Throws unless the payload ends here.
  func end() throws(EventError) {
    do throws(CBORError) { try reader.end() } catch { throw .malformed(error) }
  }
}
