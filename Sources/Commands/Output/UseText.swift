import Agent
import Vault

/// Uses in words.
enum UseText {
  /// `3 h (12)`: how long ago the last one was, and how many there were. Empty for none.
  static func cell(_ use: UseSum?, _ now: Int64) -> String {
    use.map { "\(Age.text($0.lastAt, now: now)) (\($0.count))" } ?? ""
  }

  /// `12 times, last 3 h ago`
  static func sentence(_ use: UseSum, _ now: Int64) -> Message {
    let age = Age.text(use.lastAt, now: now)
    let last: Message = age == "now" ? "just now" : "\(age) ago"
    return use.count == 1 ? "once, \(last)" : "\(times(use.count)), last \(last)"
  }

  /// What a line of the log says: `run 12 times by uid 1002, last 2031-04-05T06:07:08Z`.
  static func detail(_ use: ObservedUse) -> Message {
    let who: Message = use.by.map { " by \($0)" } ?? ""
    return "\(use.kind.rawValue) \(times(use.count))\(who), last \(Age.dateTime(use.lastAt))"
  }

  private static func times(_ count: UInt64) -> Message {
    count == 1 ? "once" : "\(count) times"
  }
}
