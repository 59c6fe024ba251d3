/// Base64 (RFC 4648), decoded strictly: no blanks, no missing or superfluous padding, and no bits
/// that would not come back when encoding again.
package enum Base64 {
  /// The two alphabets in use.
  package enum Alphabet: Sendable {
    /// Section 4: `+` and `/`, padded with `=`.
    case standard
    /// Section 5: `-` and `_`, without padding.
    case urlSafe
  }

  /// Text for bytes that are not secret.
  package static func encode(_ bytes: [UInt8], _ alphabet: Alphabet = .standard) -> String {
    var sink = ByteArraySink()
    encode(bytes.span, alphabet, into: &sink)
    return sink.text
  }

  /// Nil unless `text` is exactly what `encode` makes of some bytes.
  package static func decode(_ text: String, _ alphabet: Alphabet = .standard) -> [UInt8]? {
    var sink = ByteArraySink()
    let ok = decode(Array(text.utf8).span, alphabet, into: &sink)
    return ok ? sink.bytes : nil
  }

  /// Encodes into a sink, which may be guarded memory.
  package static func encode<Sink: ByteSink & ~Copyable>(
    _ bytes: Span<UInt8>, _ alphabet: Alphabet = .standard, into sink: inout Sink
  ) throws(Sink.Failure) {
    var index = 0
    while index < bytes.count {
      let taken = min(3, bytes.count - index)
      var group: UInt32 = 0
      for offset in 0..<3 {
        group = group << 8 | (offset < taken ? UInt32(bytes[index + offset]) : 0)
      }
      for digit in 0...taken {
        try sink.append(character(UInt8(group >> (18 - 6 * digit) & 63), alphabet))
      }
      if alphabet == .standard {
        for _ in taken..<3 { try sink.append(padding) }
      }
      index += taken
    }
  }

  /// Decodes into a sink, which may be guarded memory. False when `text` is not valid; the sink
  /// then holds the part before the fault.
  package static func decode<Sink: ByteSink & ~Copyable>(
    _ text: Span<UInt8>, _ alphabet: Alphabet = .standard, into sink: inout Sink
  ) throws(Sink.Failure) -> Bool {
    guard let length = unpaddedLength(text, alphabet) else { return false }
    var index = 0
    while index < length {
      let taken = min(4, length - index)
      var group: UInt32 = 0
      for offset in 0..<taken {
        guard let value = value(text[index + offset], alphabet) else { return false }
        group |= UInt32(value) << (18 - 6 * offset)
      }
      for offset in 0..<taken - 1 {
        try sink.append(UInt8(truncatingIfNeeded: group >> (16 - 8 * offset)))
      }
      guard group & (0xffffff >> (8 * (taken - 1))) == 0 else { return false }
      index += taken
    }
    return true
  }

  private static let padding = UInt8(ascii: "=")

  /// Characters before the padding; nil when the length or the padding is wrong.
  private static func unpaddedLength(_ text: Span<UInt8>, _ alphabet: Alphabet) -> Int? {
    var length = text.count
    if alphabet == .standard {
      guard length.isMultiple(of: 4) else { return nil }
      while length > 0, text.count - length < 2, text[length - 1] == padding { length -= 1 }
    }
    return length % 4 == 1 ? nil : length
  }

  private static func character(_ value: UInt8, _ alphabet: Alphabet) -> UInt8 {
    switch value {
    case ..<26: value + UInt8(ascii: "A")
    case ..<52: value - 26 + UInt8(ascii: "a")
    case ..<62: value - 52 + UInt8(ascii: "0")
    case 62: alphabet == .standard ? UInt8(ascii: "+") : UInt8(ascii: "-")
    default: alphabet == .standard ? UInt8(ascii: "/") : UInt8(ascii: "_")
    }
  }

  private static func value(_ character: UInt8, _ alphabet: Alphabet) -> UInt8? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
    case self.character(62, alphabet): 62
    case self.character(63, alphabet): 63
    default: nil
    }
  }
}
