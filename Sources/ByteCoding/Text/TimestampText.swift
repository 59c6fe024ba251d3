extension Timestamp {
  /// Reads a date (`2031-04-05`, its first moment in UTC) or a date and time of RFC 3339
  /// (`2031-04-05T06:07:08.009+02:00`). Digits beyond milliseconds are dropped; leap seconds and
  /// moments outside the years 0000 to 9999 are nil, like anything else.
  package init?(_ text: String) {
    var scanner = DigitScanner(Array(text.utf8))
    guard let day = Self.readDate(&scanner) else { return nil }
    if scanner.isAtEnd {
      self.init(milliseconds: day.daysSinceEpoch * 86_400_000)
      return
    }
    guard scanner.skip("T", or: "t"), let time = Self.readTime(&scanner),
      let offset = Self.readOffset(&scanner), scanner.isAtEnd
    else { return nil }
    self.init(milliseconds: day.daysSinceEpoch * 86_400_000 + time - offset)
    guard (Self.earliest...Self.latest).contains(self) else { return nil }
  }

  private static func readDate(_ scanner: inout DigitScanner) -> CivilDate? {
    guard let year = scanner.number(width: 4), scanner.skip("-"),
      let month = scanner.number(width: 2), scanner.skip("-"),
      let day = scanner.number(width: 2)
    else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }

  /// Milliseconds into the day.
  private static func readTime(_ scanner: inout DigitScanner) -> Int64? {
    guard let hour = scanner.number(width: 2), hour < 24, scanner.skip(":"),
      let minute = scanner.number(width: 2), minute < 60, scanner.skip(":"),
      let second = scanner.number(width: 2), second < 60
    else { return nil }
    let whole = ((hour * 60 + minute) * 60 + second) * 1000
    guard scanner.skip(".") else { return whole }
    return scanner.thousandths().map { whole + $0 }
  }

  /// Milliseconds that the local time is ahead of UTC.
  private static func readOffset(_ scanner: inout DigitScanner) -> Int64? {
    if scanner.skip("Z", or: "z") { return 0 }
    let sign: Int64 = scanner.skip("-") ? -1 : 1
    guard sign < 0 || scanner.skip("+"), let hour = scanner.number(width: 2), hour < 24,
      scanner.skip(":"), let minute = scanner.number(width: 2), minute < 60
    else { return nil }
    return sign * (hour * 60 + minute) * 60_000
  }
}

/// Reads digits and single characters from the front of a text.
private struct DigitScanner {
  private let text: [UInt8]
  private var position = 0

  init(_ text: [UInt8]) {
    self.text = text
  }

  var isAtEnd: Bool { position == text.count }

  /// Passes over one character if it is the next.
  mutating func skip(_ character: Unicode.Scalar, or other: Unicode.Scalar? = nil) -> Bool {
    guard position < text.count else { return false }
    let next = Unicode.Scalar(text[position])
    guard next == character || next == other else { return false }
    position += 1
    return true
  }

  /// A number of exactly `width` digits.
  mutating func number(width: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<width {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// A decimal fraction of one digit or more, in thousandths rounded down.
  mutating func thousandths() -> Int64? {
    guard var value = digit() else { return nil }
    var width = 1
    while let digit = digit() {
      if width < 3 { value = value * 10 + digit }
      width += 1
    }
    while width < 3 {
      value *= 10
      width += 1
    }
    return value
  }

  private mutating func digit() -> Int64? {
    guard position < text.count, (0x30...0x39).contains(text[position]) else { return nil }
    position += 1
    return Int64(text[position - 1] - 0x30)
  }
}
