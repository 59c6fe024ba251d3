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
    self.init(
      high: bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) },
      low: bytes[8...].reduce(0) { $0 << 8 | UInt64($1) })
  }

  /// Nil unless `bytes` are sixteen.
  package init?(_ bytes: Span<UInt8>) {
    guard bytes.count == Self.length else { return nil }
    self.init((0..<Self.length).map { bytes[$0] })
  }

  /// Reads 32 lower-case hexadecimal digits; nil for anything else.
  package init?(hex: String) {
    guard let bytes = Hex.decode(hex), bytes.count == Self.length else { return nil }
    self.init(bytes)
  }

  /// The sixteen bytes, most significant first.
  package var bytes: [UInt8] { Self.bigEndian(high) + Self.bigEndian(low) }

  /// 32 lower-case hexadecimal digits.
  package var hex: String { Hex.encode(bytes) }

  package static func < (a: Identifier, b: Identifier) -> Bool {
    (a.high, a.low) < (b.high, b.low)
  }

  private static func bigEndian(_ word: UInt64) -> [UInt8] {
    stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) }
  }
}
