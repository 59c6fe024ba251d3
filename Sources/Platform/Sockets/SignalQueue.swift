internal import CLinux
internal import Glibc

/// Signals that wait to be asked for instead of interrupting (signalfd). They stay blocked in the
/// thread that made the queue, also after its end; other threads must not exist or must have
/// inherited that.
package struct SignalQueue: Pollable, ~Copyable, Sendable {
  package let descriptor: Int32

  package static let terminate = SIGTERM
  package static let interrupt = SIGINT
  package static let hangUp = SIGHUP

  package init(_ numbers: [Int32]) throws(SystemError) {
    descriptor = Int32(
      try systemCall("signalfd") { unsafe linux_queue_signals(numbers, Int32(numbers.count)) })
  }

  deinit { _ = linux_close(descriptor) }

  /// The number of a signal that came, nil when none is left.
  package borrowing func next() -> Int32? {
    let number = linux_next_signal(descriptor)
    return number > 0 ? Int32(number) : nil
  }
}
