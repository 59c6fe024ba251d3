package import SecretMemory

/// What a command said, without the values that it may have repeated.
package enum MaskedOutput {
  /// Shorter values would black out half of every sentence, and are no secret that lasts.
  static let shortestValue = 4

  private static let longestLine = 400

  /// The last lines with every value, and every line of a value, as `***`, in each spelling of
  /// `ValueSpelling`; bytes that are no UTF-8 are replaced, and control characters are escaped. None
  /// where there is no memory to look for the values.
  ///
  /// - Parameter isCut: whether the beginning is missing, so that it may begin within a value.
  package static func lines(
    _ output: borrowing SecretBytes, hiding values: borrowing SecretFields, isCut: Bool,
    last: Int = 20
  ) -> [String] {
    guard let text = try? masked(output, hiding: values, isCut: isCut) else { return [] }
    let lines = text.split(separator: UInt8(ascii: "\n")).map { line in
      String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
    }
    return lines.filter { !$0.allSatisfy(\.isWhitespace) }.suffix(last).map { line in
      let short = line.count > longestLine ? line.prefix(longestLine) + "…" : line[...]
      return escaped(String(short))
    }
  }

  /// The bytes are no longer secret then.
  private static func masked(
    _ output: borrowing SecretBytes, hiding values: borrowing SecretFields, isCut: Bool
  ) throws(SecretMemoryError) -> [UInt8] {
    try output.withSpan { (text) throws(SecretMemoryError) in
      var hidden = [Bool](repeating: false, count: text.count)
      try forEachPart(of: values) { part in
        hide(part, in: text, &hidden)
        hideEnds(part, in: text, isCut: isCut, &hidden)
      }
      return replaced(text, hidden)
    }
  }

  /// Values, and the lines of values that have several: a program may print them one by one. What
  /// is too short to be hidden is left out.
  private static func forEachPart(
    of values: borrowing SecretFields, _ body: (Span<UInt8>) -> Void
  ) throws(SecretMemoryError) {
    for index in 0..<values.count {
      try values.withField(at: index) { (_, value) throws(SecretMemoryError) in
        try forEachSpelling(of: value, body)
        var start = 0
        for end in value.indices where value[end] == UInt8(ascii: "\n") {
          try forEachSpelling(of: value.extracting(start..<end), body)
          start = end + 1
        }
        if start > 0 { try forEachSpelling(of: value.extracting(start..<value.count), body) }
      }
    }
  }

  private static func forEachSpelling(
    of part: Span<UInt8>, _ body: (Span<UInt8>) -> Void
  ) throws(SecretMemoryError) {
    guard part.count >= shortestValue else { return }
    body(part)
    for spelling in ValueSpelling.allCases where spelling.changes(part) {
      try spelling.write(part).withSpan(body)
    }
  }

  private static func hide(_ part: Span<UInt8>, in text: Span<UInt8>, _ hidden: inout [Bool]) {
    guard part.count >= shortestValue, text.count >= part.count else { return }
    for start in 0...(text.count - part.count)
    where matches(part, 0..<part.count, text, at: start) {
      for index in start..<start + part.count { hidden[index] = true }
    }
  }

  /// A value of which the beginning fell off, or that was not written to its end.
  private static func hideEnds(
    _ part: Span<UInt8>, in text: Span<UInt8>, isCut: Bool, _ hidden: inout [Bool]
  ) {
    guard part.count > shortestValue else { return }
    let lengths = (shortestValue..<part.count).reversed().filter { $0 <= text.count }
    if isCut,
      let length = lengths.first(where: {
        matches(part, (part.count - $0)..<part.count, text, at: 0)
      })
    {
      for index in 0..<length { hidden[index] = true }
    }
    if let length = lengths.first(where: { matches(part, 0..<$0, text, at: text.count - $0) }) {
      for index in (text.count - length)..<text.count { hidden[index] = true }
    }
  }

  private static func matches(
    _ part: Span<UInt8>, _ range: Range<Int>, _ text: Span<UInt8>, at start: Int
  ) -> Bool {
    var index = start
    for place in range {
      if text[index] != part[place] { return false }
      index += 1
    }
    return true
  }

  private static func replaced(_ text: Span<UInt8>, _ hidden: [Bool]) -> [UInt8] {
    var bytes: [UInt8] = []
    for index in text.indices {
      if !hidden[index] {
        bytes.append(text[index])
      } else if index == 0 || !hidden[index - 1] {
        bytes += "***".utf8
      }
    }
    return bytes
  }

  private static func escaped(_ line: String) -> String {
    var text = ""
    for scalar in line.unicodeScalars {
      if scalar == "\t" {
        text += " "
      } else if scalar.properties.generalCategory == .control {
        text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
