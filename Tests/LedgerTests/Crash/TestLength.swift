import Foundation

/// How long suites that explore may take: a few seconds each, or until they have seen everything.
enum TestLength {
  static let isLong = ProcessInfo.processInfo.environment["KEYROLL_LONG_TESTS"] == "1"

  static func choose<T>(_ short: T, long: T) -> T { isLong ? long : short }
}
