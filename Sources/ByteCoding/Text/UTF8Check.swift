/// Questions about bytes that claim to be text, answered without making a String of them.
package enum UTF8Check {
  /// Whether the bytes are UTF-8 (RFC 3629): no overlong forms, no surrogates.
  package static func isValid(_ bytes: Span<UInt8>) -> Bool {
    (try? UTF8Span(validating: bytes)) != nil
  }

  /// Whether the bytes are UTF-8 in Normalization Form C (Unicode Standard Annex 15).
  package static func isNormalised(_ bytes: Span<UInt8>) -> Bool {
    guard var text = try? UTF8Span(validating: bytes) else { return false }
    return text.checkForNFC(quickCheck: false)
  }

  /// Whether every byte is ASCII.
  package static func isASCII(_ bytes: Span<UInt8>) -> Bool {
    bytes.indices.allSatisfy { bytes[$0] < 0x80 }
  }
}
