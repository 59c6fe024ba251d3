internal import CLinux
internal import Glibc

/// The clocks of the machine. Reading one of these cannot fail on any kernel we run on.
package enum Clock {
  /// Milliseconds since 1970 in UTC; jumps when the time is set, so never order events by it.
  package static func now() -> Int64 { nanoseconds(CLOCK_REALTIME) / 1_000_000 }

  /// Milliseconds since start-up, time asleep included; never goes back.
  package static func boot() -> Int64 { nanoseconds(CLOCK_BOOTTIME) / 1_000_000 }

  /// Milliseconds since start-up, time asleep left out; never goes back. What `boot` gains on it was
  /// spent asleep.
  package static func monotonic() -> Int64 { nanoseconds(CLOCK_MONOTONIC) / 1_000_000 }

  /// Nanoseconds from an arbitrary origin, for measuring durations.
  package static func monotonicNanoseconds() -> Int64 { nanoseconds(CLOCK_MONOTONIC) }

  /// Nanoseconds that processors have spent on this process, for measuring work on a busy machine.
  package static func processorNanoseconds() -> Int64 { nanoseconds(CLOCK_PROCESS_CPUTIME_ID) }

  private static func nanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    let result = unsafe linux_clock(clock, &time)
    precondition(result == 0, "Platform: a clock of the kernel is missing")
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
