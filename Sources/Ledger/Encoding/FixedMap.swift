import ByteCoding

extension CBORKeys {
  /// Passes the next key, which must be this one: the maps of the format have fixed keys.
  mutating func expect(_ key: UInt64, in reader: inout CBORReader) throws(CBORError) {
    guard try next(in: &reader) == key else { throw .unsupported }
  }

  /// Throws when the map has more keys.
  mutating func finish(in reader: inout CBORReader) throws(CBORError) {
    guard try next(in: &reader) == nil else { throw .unsupported }
  }
}

extension CBORReader {
  /// Enters an array that must have `count` elements.
  mutating func tuple(_ count: Int) throws(CBORError) {
    guard try array() == count else { throw .wrongLength(expected: count) }
  }

  /// An integer of at most 32 bits.
  mutating func unsigned32() throws(CBORError) -> UInt32 {
    guard let value = UInt32(exactly: try unsigned()) else { throw .unsupported }
    return value
  }

  /// A text of at most `limit` bytes of UTF-8.
  mutating func text(limit: Int) throws(CBORError) -> String {
    let text = try text()
    guard text.utf8.count <= limit else { throw .wrongLength(expected: limit) }
    return text
  }

  /// Passes one item of the kinds that occur in the format: no negative integers, no map keys but
  /// unsigned integers, no text above the limit.
  mutating func checkContent() throws(CBORError) {
    switch peekKind() {
    case .text: _ = try text(limit: Limits.text)
    case .array: _ = try elements { (item) throws(CBORError) in try item.checkContent() }
    case .map: try fields { (_, item) throws(CBORError) in try item.checkContent() }
    case .negative: throw .unsupported
    default: try skip()
    }
  }
}
