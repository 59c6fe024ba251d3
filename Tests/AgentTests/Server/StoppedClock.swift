import Synchronization

@testable import Agent

/// Clocks that only the test moves.
final class StoppedClock: Sendable {
  private let time = Mutex(LeaseTime(boot: 2_000_000, monotonic: 1_000_000))

  @Sendable func now() -> LeaseTime { time.withLock { $0 } }

  /// Lets time go by, and the machine sleep besides.
  func advance(_ milliseconds: Int64, asleep: Int64 = 0) {
    time.withLock {
      $0 = LeaseTime(
        boot: $0.boot + milliseconds + asleep, monotonic: $0.monotonic + milliseconds)
    }
  }
}
