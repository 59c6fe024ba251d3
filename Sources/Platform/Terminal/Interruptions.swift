internal import Glibc

/// Holds back the signals with which somebody asks this program to end, for work that is better ended
/// at a place of its own choice. One at a time; `end` lets them act again.
package struct Interruptions: ~Copyable {
  private let watch: SignalWatch

  package init() throws(SystemError) {
    watch = try SignalWatch([SIGINT, SIGTERM, SIGHUP])
  }

  /// Whether one has come since this was asked last.
  package borrowing func next() -> Bool {
    watch.pending() != nil
  }

  package consuming func end() {
    _ = watch.finish()
  }
}
