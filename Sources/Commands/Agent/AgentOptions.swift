import Agent

/// Options of the commands about agents.
enum AgentOptions {
  static let limits = [
    Option("ttl", .one("D"), "lock after this time without use", default: "15m"),
    Option("max", .one("D"), "lock after this time in any case", default: "8h"),
  ]

  static let system = Option("system", "the agent for the services of this machine")

  /// Long enough to be of use, and at most a week.
  private static let range: ClosedRange<Int64> = 1...(7 * 86_400)

  /// What holds where nothing is said.
  static let standard = LeaseLimits(idle: 15 * 60 * 1000, absolute: 8 * 3600 * 1000)

  static func limits(_ invocation: Invocation) throws(CommandError) -> LeaseLimits {
    var limits = standard
    if let seconds = try duration("ttl", invocation) { limits.idle = seconds * 1000 }
    if let seconds = try duration("max", invocation) { limits.absolute = seconds * 1000 }
    return limits
  }

  private static func duration(
    _ option: String, _ invocation: Invocation
  ) throws(CommandError) -> Int64? {
    guard let seconds = try invocation.duration(option) else { return nil }
    guard range.contains(seconds) else {
      throw invocation.fault(.durationOutside(least: "1s", most: "7d"), of: option)
    }
    return seconds
  }
}
