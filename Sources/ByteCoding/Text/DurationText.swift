/// Lengths of time as people type them: `30s`, `15m`, `24h`, `14d`, `1h30m`. A day is 24 hours.
package enum DurationText {
  private static let units: [(letter: Character, seconds: Int64)] = [
    ("d", 86_400), ("h", 3600), ("m", 60), ("s", 1),
  ]

  /// Seconds. Nil for anything but numbers with units from large to small, each unit once; nil
  /// also when the sum does not fit.
  package static func parse(_ text: String) -> Int64? {
    var total: Int64 = 0
    var rest = text[...]
    var allowed = units[...]
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      guard let value = Int64(digits), let letter = rest.popFirst(),
        let index = allowed.firstIndex(where: { $0.letter == letter })
      else { return nil }
      let (part, tooLarge) = value.multipliedReportingOverflow(by: units[index].seconds)
      let (sum, beyond) = total.addingReportingOverflow(part)
      guard !tooLarge, !beyond else { return nil }
      total = sum
      allowed = units[(index + 1)...]
    }
    return total
  }

  /// The same text in its one shortest form: `5400` is `1h30m`, `0` is `0s`. Traps below zero.
  package static func format(_ seconds: Int64) -> String {
    precondition(seconds >= 0, "ByteCoding: negative duration")
    guard seconds > 0 else { return "0s" }
    var rest = seconds
    var text = ""
    for unit in units where rest >= unit.seconds {
      text += "\(rest / unit.seconds)\(unit.letter)"
      rest %= unit.seconds
    }
    return text
  }
}
