import ByteCoding

/// One page of records, kept as the bytes that it has in the file: a tenth of the memory that an
/// array for each key and value would take.
struct RecordPage {
  /// Where the parts of a record stand. A payload has at most 64,000,000 bytes.
  private struct Place {
    let key: Range<UInt32>
    let value: Range<UInt32>
  }

  private let bytes: [UInt8]
  private let places: [Place]

  /// Reads a payload that must be a page, as strictly as `Payload` does.
  init(_ payload: [UInt8]) throws(ReadFault) {
    bytes = payload
    places = try decoding(payload, as: .payloadEncoding) { (reader) throws(CBORError) in
      var keys = try reader.keys()
      try keys.expect(0, in: &reader)
      guard try reader.unsigned() == Payload.Kind.page else { throw .unsupported }
      try keys.expect(1, in: &reader)
      let places = try reader.elements { (reader) throws(CBORError) in
        try reader.tuple(2)
        let key = try reader.byteRange()
        return Place(key: Self.short(key), value: Self.short(try reader.byteRange()))
      }
      try keys.finish(in: &reader)
      return places
    }
    for (place, next) in zip(places, places.dropFirst()) {
      guard compare(place, bytes[Self.long(next.key)]) < 0 else {
        throw .damage(.payloadEncoding)
      }
    }
  }

  var count: Int { places.count }

  subscript(_ index: Int) -> StateRecord {
    StateRecord(key: key(at: index), value: value(at: index))
  }

  func key(at index: Int) -> [UInt8] { Array(bytes[Self.long(places[index].key)]) }
  func value(at index: Int) -> [UInt8] { Array(bytes[Self.long(places[index].value)]) }

  /// The value of the record with that key.
  func value(of key: [UInt8]) -> [UInt8]? {
    let index = place(of: key)
    guard index < count, compare(places[index], key[...]) == 0 else { return nil }
    return value(at: index)
  }

  /// Where the first record is whose key is not before `key`.
  func place(of key: [UInt8]) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if compare(places[middle], key[...]) < 0 {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  /// Below, at or above zero: whether a record's key is before, at or after `key`.
  private func compare(_ place: Place, _ key: ArraySlice<UInt8>) -> Int {
    let (start, count) = (Int(place.key.lowerBound), place.key.count)
    let (bytes, other) = (bytes.span, key.span)
    for index in 0..<min(count, other.count) {
      let (left, right) = (bytes[start + index], other[index])
      if left != right { return left < right ? -1 : 1 }
    }
    return count - other.count
  }

  private static func short(_ range: Range<Int>) -> Range<UInt32> {
    UInt32(range.lowerBound)..<UInt32(range.upperBound)
  }

  private static func long(_ range: Range<UInt32>) -> Range<Int> {
    Int(range.lowerBound)..<Int(range.upperBound)
  }
}
