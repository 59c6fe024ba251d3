/// What a key or a digest is for: 16 ASCII bytes, the `personal` parameter of BLAKE2b (RFC 7693
/// leaves it to the implementation; the BLAKE2 paper, section 2.5, defines it). Two purposes with
/// different labels never share an output.
package struct Label: Sendable {
  static let length = 16
  private let text: StaticString

  /// Traps unless `text` is 16 ASCII bytes.
  package init(_ text: StaticString) {
    precondition(
      text.hasPointerRepresentation && text.isASCII && text.utf8CodeUnitCount == Self.length,
      "Cryptography: a label has 16 ASCII bytes")
    self.text = text
  }

  func withAddress<R>(_ body: (UnsafePointer<UInt8>) -> R) -> R {
    unsafe body(text.utf8Start)
  }
}
