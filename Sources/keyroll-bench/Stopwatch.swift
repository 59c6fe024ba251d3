import Platform

/// Durations in nanoseconds.
enum Stopwatch {
  static func time<R>(_ body: () throws -> R) rethrows -> (result: R, nanoseconds: Int64) {
    let start = Clock.monotonicNanoseconds()
    let result = try body()
    return (result, Clock.monotonicNanoseconds() - start)
  }

  /// Nanoseconds that processors spent on this process meanwhile: what else the machine does at the
  /// same time hardly counts.
  static func processor(_ body: () throws -> Void) rethrows -> Int64 {
    let start = Clock.processorNanoseconds()
    try body()
    return Clock.processorNanoseconds() - start
  }

  /// The fastest of `rounds` runs, after one that only warms the caches: what else the machine has
  /// to do only ever adds.
  static func best(of rounds: Int, _ body: () throws -> Void) rethrows -> Int64 {
    try body()
    var best = Int64.max
    for _ in 0..<rounds { best = min(best, try time(body).nanoseconds) }
    return best
  }

  /// The median of `rounds` runs, for what waits for a device.
  static func median(of rounds: Int, _ body: () throws -> Void) rethrows -> Int64 {
    var times: [Int64] = []
    for _ in 0..<rounds { times.append(try time(body).nanoseconds) }
    return times.median
  }
}

extension [Int64] {
  /// Zero when there are none.
  var median: Int64 {
    let ordered = sorted()
    return ordered.isEmpty ? 0 : ordered[ordered.count / 2]
  }
}
