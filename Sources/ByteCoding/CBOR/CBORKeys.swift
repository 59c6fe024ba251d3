/// The keys of one map with small integer keys, in the order in which they must stand:
/// `while let key = try keys.next(in: &reader) { switch key { … } }`, where each turn reads the
/// key's value.
package struct CBORKeys: Sendable {
  private var left: Int
  private var last: UInt64?
  private var ended = false

  init(_ reader: inout CBORReader) throws(CBORError) {
    left = try reader.map()
    try reader.descend()
  }

  /// The next key, or nil after the last pair.
  package mutating func next(in reader: inout CBORReader) throws(CBORError) -> UInt64? {
    guard left > 0 else {
      if !ended { reader.ascend() }
      ended = true
      return nil
    }
    left -= 1
    let key = try reader.unsigned()
    if let last {
      guard key != last else { throw .duplicateKey }
      guard key > last else { throw .unsortedKeys }
    }
    last = key
    return key
  }
}
