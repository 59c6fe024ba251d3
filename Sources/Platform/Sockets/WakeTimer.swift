internal import CLinux

/// Becomes readable at a moment of `Clock.boot()`, or on waking up if the machine slept through it
/// (timerfd).
package struct WakeTimer: Pollable, ~Copyable, Sendable {
  package let descriptor: Int32

  /// A timer that is not set.
  package init() throws(SystemError) {
    descriptor = Int32(try systemCall("timerfd_create") { linux_make_timer() })
  }

  deinit { _ = linux_close(descriptor) }

  /// Sets the moment, in milliseconds of `Clock.boot()`, in place of any other; nil stops the timer.
  /// One in the past is due at once.
  package borrowing func set(atMilliseconds moment: Int64?) throws(SystemError) {
    // Zero would stop it.
    let moment = moment.map { max(1, $0) } ?? 0
    try systemCall("timerfd_settime") {
      linux_set_timer(descriptor, moment / 1000, moment % 1000 * 1_000_000)
    }
  }

  /// Takes note that it was due: whether it was. It is not set any more then.
  @discardableResult
  package borrowing func drain() -> Bool {
    var count: UInt64 = 0
    return unsafe linux_read(descriptor, &count, 8) == 8
  }
}
