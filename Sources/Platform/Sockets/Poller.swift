internal import CLinux
internal import Glibc

/// What can be done with a source without waiting.
package struct Readiness: Equatable, Sendable {
  /// There is something to receive or accept, or the end of it.
  package let canRead: Bool

  package let canWrite: Bool

  /// Both directions have ended, or the connection failed: nothing sent will arrive. Told even of
  /// sources watched for nothing.
  package let hasEnded: Bool

  fileprivate init(flags: UInt32) {
    canRead = flags & LINUX_CAN_READ != 0
    canWrite = flags & LINUX_CAN_WRITE != 0
    hasEnded = flags & LINUX_HAS_ENDED != 0
  }
}

/// Waits for many sources at once (epoll). It tells of a source as long as it is ready, not only
/// once. A source that is closed is forgotten.
package struct Poller: ~Copyable, Sendable {
  private let file: OwnedFile

  package init() throws(SystemError) {
    file = OwnedFile(descriptor: Int32(try systemCall("epoll_create1") { linux_make_poller() }))
  }

  /// Watches a source and calls it `token`. One that is watched already is refused (EEXIST).
  package borrowing func add<Source: Pollable & ~Copyable>(
    _ source: borrowing Source, token: UInt64, reading: Bool = true, writing: Bool = false
  ) throws(SystemError) {
    try control(EPOLL_CTL_ADD, source.descriptor, Self.flags(reading, writing), token)
  }

  /// Watches a source for something else from now on, or under another token.
  package borrowing func change<Source: Pollable & ~Copyable>(
    _ source: borrowing Source, token: UInt64, reading: Bool, writing: Bool
  ) throws(SystemError) {
    try control(EPOLL_CTL_MOD, source.descriptor, Self.flags(reading, writing), token)
  }

  package borrowing func remove<Source: Pollable & ~Copyable>(
    _ source: borrowing Source
  ) throws(SystemError) {
    try control(EPOLL_CTL_DEL, source.descriptor, 0, 0)
  }

  /// Waits until a source is ready, at most so many milliseconds (nil: no limit), then tells of up
  /// to 64 of them. `body` may add, change and remove sources, but may still be told of one that it
  /// removed in this round: tokens that are never used twice keep these apart.
  package borrowing func wait<E: Error>(
    milliseconds: Int32?, _ body: (_ token: UInt64, Readiness) throws(E) -> Void
  ) throws(E) {
    let limit = milliseconds.map { max(0, $0) } ?? -1
    try unsafe withUnsafeTemporaryAllocation(
      of: linux_event.self, capacity: Int(LINUX_MOST_EVENTS)
    ) { (events: UnsafeMutableBufferPointer<linux_event>) throws(E) in
      // Interrupted by a signal: nothing is ready, and the caller looks at its clock.
      let count = unsafe linux_wait_events(file.descriptor, events.baseAddress, limit)
      precondition(count >= 0 || count == -Int(EINTR), "Platform: a poller failed")
      for index in 0..<max(0, count) {
        let event = unsafe events[index]
        try body(event.token, Readiness(flags: event.flags))
      }
    }
  }

  private borrowing func control(
    _ operation: Int32, _ descriptor: Int32, _ flags: UInt32, _ token: UInt64
  ) throws(SystemError) {
    try systemCall("epoll_ctl") {
      linux_control(file.descriptor, operation, descriptor, flags, token)
    }
  }

  private static func flags(_ reading: Bool, _ writing: Bool) -> UInt32 {
    (reading ? LINUX_CAN_READ : 0) | (writing ? LINUX_CAN_WRITE : 0)
  }
}
