extension FixedWidthInteger where Self: UnsignedInteger {
  /// The bytes of this integer, least significant first.
  var littleEndianBytes: [UInt8] {
    (0..<Self.bitWidth / 8).map { UInt8(truncatingIfNeeded: self >> ($0 * 8)) }
  }

  /// Reads an integer at `offset`. Traps when it is not wholly inside.
  init(littleEndian bytes: Span<UInt8>, at offset: Int) {
    self = 0
    for index in (0..<Self.bitWidth / 8).reversed() {
      self = self << 8 | Self(bytes[offset + index])
    }
  }
}

extension Array where Element == UInt8 {
  /// Adds the bytes of a span.
  mutating func append(_ bytes: Span<UInt8>) {
    reserveCapacity(count + bytes.count)
    for index in bytes.indices { append(bytes[index]) }
  }

  /// Copies a span.
  init(_ bytes: Span<UInt8>) {
    self = []
    append(bytes)
  }
}
