/// A string, left in its text. Its escapes have been checked, so that undoing them cannot fail.
package struct JSONString: Sendable, Equatable {
  /// Where its characters stand in the text, without the quotes.
  package let range: Range<Int>

  /// The string as a String: for what is not secret.
  package func text(in text: Span<UInt8>) -> String {
    var sink = ByteArraySink()
    write(from: text, into: &sink)
    return sink.text
  }

  /// Writes the string's UTF-8, escapes undone, into a sink, which may be guarded memory.
  package func write<Sink: ByteSink & ~Copyable>(
    from text: Span<UInt8>, into sink: inout Sink
  ) throws(Sink.Failure) {
    var position = range.lowerBound
    while position < range.upperBound {
      let byte = text[position]
      if byte == UInt8(ascii: "\\") {
        let escape = JSONEscape.read(text, at: position)
        try escape.scalar.appendUTF8(to: &sink)
        position += escape.length
      } else {
        try sink.append(byte)
        position += 1
      }
    }
  }
}

/// One escape, from its backslash on.
struct JSONEscape {
  let scalar: Unicode.Scalar
  let length: Int

  /// The escape at `position`, in a text that has been checked.
  static func read(_ text: Span<UInt8>, at position: Int) -> JSONEscape {
    guard let escape = parse(text, at: position) else {
      preconditionFailure("ByteCoding: a checked text has changed")
    }
    return escape
  }

  /// Nil when no valid escape stands there.
  static func parse(_ text: Span<UInt8>, at position: Int) -> JSONEscape? {
    guard position + 1 < text.count else { return nil }
    let letter = text[position + 1]
    if let scalar = short(letter) { return JSONEscape(scalar: scalar, length: 2) }
    guard letter == UInt8(ascii: "u"), let first = unit(text, at: position + 2) else { return nil }
    if let scalar = Unicode.Scalar(first) { return JSONEscape(scalar: scalar, length: 6) }
    return pair(text, at: position, high: first)
  }

  private static func pair(_ text: Span<UInt8>, at position: Int, high: UInt16) -> JSONEscape? {
    guard UTF16.isLeadSurrogate(high), position + 7 < text.count,
      text[position + 6] == UInt8(ascii: "\\"), text[position + 7] == UInt8(ascii: "u"),
      let low = unit(text, at: position + 8), UTF16.isTrailSurrogate(low)
    else { return nil }
    let offset = (UInt32(high) - 0xd800) << 10 | (UInt32(low) - 0xdc00)
    return Unicode.Scalar(0x10000 + offset).map { JSONEscape(scalar: $0, length: 12) }
  }

  private static func short(_ letter: UInt8) -> Unicode.Scalar? {
    switch Unicode.Scalar(letter) {
    case "\"": "\""
    case "\\": "\\"
    case "/": "/"
    case "b": "\u{8}"
    case "f": "\u{c}"
    case "n": "\n"
    case "r": "\r"
    case "t": "\t"
    default: nil
    }
  }

  private static func unit(_ text: Span<UInt8>, at position: Int) -> UInt16? {
    guard position + 4 <= text.count else { return nil }
    var value: UInt16 = 0
    for index in position..<position + 4 {
      guard let digit = Character(Unicode.Scalar(text[index])).hexDigitValue else { return nil }
      value = value << 4 | UInt16(digit)
    }
    return value
  }
}

extension Unicode.Scalar {
  func appendUTF8<Sink: ByteSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
    for byte in UTF8.encode(self) ?? UTF8.encodedReplacementCharacter { try sink.append(byte) }
  }
}
