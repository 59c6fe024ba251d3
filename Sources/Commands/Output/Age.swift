import ByteCoding

/// Times as people read them.
package enum Age {
  private static let day: Int64 = 86_400_000

  /// How long ago, in one unit: `5 min`, `3 h`, `12 d`, `7 months`.
  package static func text(_ time: Int64, now: Int64) -> String {
    let minutes = max(0, now - time) / 60_000
    switch minutes {
    case ..<1: return "now"
    case ..<60: return "\(minutes) min"
    case ..<(24 * 60): return "\(minutes / 60) h"
    case ..<(60 * 24 * 60): return "\(minutes / (24 * 60)) d"
    default: return "\(minutes / (30 * 24 * 60)) months"
    }
  }

  /// `2031-04-05`, UTC.
  package static func date(_ time: Int64) -> String {
    Timestamp(milliseconds: time).date
  }

  /// `2031-04-05T06:07:08Z`, as in RFC 3339.
  package static func dateTime(_ time: Int64) -> String {
    Timestamp(milliseconds: time).dateTime
  }

  /// How long until, or since, a time at which something ends.
  package static func until(_ time: Int64, now: Int64) -> String {
    if time < now { return "ended \(date(time))" }
    return time - now < 60 * day ? "in \((time - now) / day) d" : date(time)
  }
}
