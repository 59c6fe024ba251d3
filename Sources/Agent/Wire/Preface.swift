/// What each side sends before anything else.
package enum Preface {
  /// Bytes.
  package static let length = 16
  package static let version: UInt32 = 2
  package static let bytes: [UInt8] = Array("KEYROLLA".utf8) + [2, 0, 0, 0, 0, 0, 0, 0]

  /// Throws unless `bytes` are the preface of a peer that speaks this version.
  package static func check(_ bytes: Span<UInt8>) throws(WireError) {
    guard bytes.count == length else { throw .preface }
    for index in 0..<8 where bytes[index] != Self.bytes[index] { throw .preface }
    let found = UInt32(littleEndian: bytes, at: 8)
    guard found == version else { throw .version(found) }
    guard UInt32(littleEndian: bytes, at: 12) == 0 else { throw .preface }
  }
}

extension UInt32 {
  /// Reads four bytes at `offset`, least significant first. Traps when they are not there.
  init(littleEndian bytes: Span<UInt8>, at offset: Int) {
    self = 0
    for index in 0..<4 { self |= UInt32(bytes[offset + index]) << (8 * UInt32(index)) }
  }

  /// Adds the four bytes of this number, least significant first.
  func append(to bytes: inout [UInt8]) {
    for index in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: self >> (8 * index))) }
  }
}
