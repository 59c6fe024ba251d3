import Platform

/// A moment on two clocks of the kernel, in milliseconds since start-up. They differ by the time
/// that the machine was asleep.
package struct LeaseTime: Equatable, Sendable {
  /// CLOCK_BOOTTIME: time asleep included.
  package let boot: Int64
  /// CLOCK_MONOTONIC: time awake.
  package let monotonic: Int64

  package init(boot: Int64, monotonic: Int64) {
    self.boot = boot
    self.monotonic = monotonic
  }

  var asleep: Int64 { boot - monotonic }

  /// Both clocks as of now.
  package static func now() -> LeaseTime {
    while true {
      let before = Clock.boot()
      let monotonic = Clock.monotonicNanoseconds() / 1_000_000
      let after = Clock.boot()
      // A process that was stopped between two readings would take that for sleep.
      if after - before < 100 { return LeaseTime(boot: after, monotonic: monotonic) }
    }
  }
}
