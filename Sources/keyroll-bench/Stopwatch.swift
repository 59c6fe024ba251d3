import Platform

/// Durations in nanoseconds.
enum Stopwatch {
  static func time<R>(_ body: () throws -> R) rethrows -> (result: R, nanoseconds: Int64) {
    let start = Clock.monotonicNanoseconds()
    let result = try body()
    return (result, Clock.monotonicNanoseconds() - start)
  }

  /// The median of `rounds` runs, after one that only warms the caches.
  static func median(of rounds: Int, _ body: () throws -> Void) rethrows -> Int64 {
    try body()
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
