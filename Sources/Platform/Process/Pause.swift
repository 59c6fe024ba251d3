internal import Glibc

extension Clock {
  /// Lets other processes run for at most this long; a signal ends it early.
  package static func pause(milliseconds: Int) {
    _ = usleep(useconds_t(milliseconds) * 1000)
  }
}
