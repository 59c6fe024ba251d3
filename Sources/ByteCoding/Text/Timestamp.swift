/// A moment in milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted. Text is RFC 3339
/// in UTC, for the years 0000 to 9999.
package struct Timestamp: Hashable, Comparable, Sendable {
  package let milliseconds: Int64

  package init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// The first and the last moment that text can express.
  package static let earliest = Timestamp(milliseconds: -62_167_219_200_000)
  package static let latest = Timestamp(milliseconds: 253_402_300_799_999)

  private static let perSecond: Int64 = 1000
  private static let perDay: Int64 = 86_400_000

  package static func < (a: Timestamp, b: Timestamp) -> Bool {
    a.milliseconds < b.milliseconds
  }

  /// The moment `seconds` later, or earlier when negative; stops at the ends of the number range.
  package func adding(seconds: Int64) -> Timestamp {
    let (step, tooFar) = seconds.multipliedReportingOverflow(by: Self.perSecond)
    let (sum, beyond) = milliseconds.addingReportingOverflow(step)
    guard tooFar || beyond else { return Timestamp(milliseconds: sum) }
    return Timestamp(milliseconds: seconds < 0 ? .min : .max)
  }

  /// Whole seconds from `earlier` to this moment, rounded down.
  package func seconds(since earlier: Timestamp) -> Int64 {
    let (difference, beyond) = milliseconds.subtractingReportingOverflow(earlier.milliseconds)
    guard !beyond else { return milliseconds < 0 ? .min : .max }
    return difference.floorDivided(by: Self.perSecond)
  }

  /// `2031-04-05`. Moments beyond the years of the text are shown as the nearest one within.
  package var date: String {
    let date = CivilDate(daysSinceEpoch: expressible.floorDivided(by: Self.perDay))
    return "\(digits(date.year, 4))-\(digits(date.month, 2))-\(digits(date.day, 2))"
  }

  /// `2031-04-05T06:07:08Z`, with `.009` before the `Z` when there are milliseconds.
  package var dateTime: String {
    let inDay = expressible - expressible.floorDivided(by: Self.perDay) * Self.perDay
    let (seconds, fraction) = inDay.quotientAndRemainder(dividingBy: Self.perSecond)
    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { digits($0, 2) }
    let tail = fraction == 0 ? "" : ".\(digits(fraction, 3))"
    return "\(date)T\(clock.joined(separator: ":"))\(tail)Z"
  }

  private var expressible: Int64 {
    min(max(milliseconds, Self.earliest.milliseconds), Self.latest.milliseconds)
  }

  private func digits(_ value: Int64, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
