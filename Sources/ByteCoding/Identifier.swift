/// A 128-bit identifier, drawn at random once and fixed from then on. Ordered by its bytes.
package struct Identifier: Hashable, Comparable, Sendable {
  /// Length in bytes.
  package static let length = 16
  /// The identifier of nothing: sixteen zero bytes.
  package static let zero = Identifier(high: 0, low: 0)

  private let high: UInt64
  private let low: UInt64

  private init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Traps unless `bytes` are sixteen.
  package init(_ bytes: [UInt8]) {
    precondition(bytes.count == Self.length, "ByteCoding: an identifier has 16 bytes")
    self.init(high: Self.word(bytes.span, at: 0), low: Self.word(bytes.span, at: 8))
  }

  /// Nil unless `bytes` are sixteen.
  package init?(_ bytes: Span<UInt8>) {
    guard bytes.count == Self.length else { return nil }
    self.init(high: Self.word(bytes, at: 0), low: Self.word(bytes, at: 8))
  }

  /// Reads 32 lower-case hexadecimal digits; nil for anything else.
  package init?(hex: String) {
    guard let bytes = Hex.decode(hex), bytes.count == Self.length else { return nil }
    self.init(bytes)
  }

  /// The sixteen bytes, most significant first.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.length)
    append(to: &bytes)
    return bytes
  }

  /// Adds the sixteen bytes.
  package func append(to bytes: inout [UInt8]) {
    Self.append(high, to: &bytes)
    Self.append(low, to: &bytes)
  }

  /// 32 lower-case hexadecimal digits.
  package var hex: String { Hex.encode(bytes) }

  package static func < (a: Identifier, b: Identifier) -> Bool {
    (a.high, a.low) < (b.high, b.low)
  }

  private static func word(_ bytes: Span<UInt8>, at start: Int) -> UInt64 {
    var word: UInt64 = 0
    for index in start..<start + 8 { word = word << 8 | UInt64(bytes[index]) }
    return word
  }

  private static func append(_ word: UInt64, to bytes: inout [UInt8]) {
    for index in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> (56 - 8 * index))) }
  }
}
