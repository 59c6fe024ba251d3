internal import CLinux
internal import Glibc

extension LocalSocket {
  /// Receives into the bytes of `target` from `start` on, at most `most`; `target` may be guarded
  /// memory. How many bytes came, 0 when the other side will send nothing more, nil when there is
  /// nothing now. Traps when there is no room at all.
  package borrowing func receive(
    into target: inout MutableSpan<UInt8>, from start: Int = 0, upTo most: Int = .max
  ) throws(SystemError) -> Int? {
    let room = min(target.count - start, most)
    precondition(start >= 0 && room > 0, "Platform: no room to receive into")
    return try exchange("recv") {
      unsafe target.withUnsafeMutableBytes { block in
        unsafe linux_receive(descriptor, block.baseAddress.map { unsafe $0 + start }, room)
      }
    }
  }

  /// Sends the beginning of `first` followed by `second`, in one call and without bringing them
  /// together: how many bytes were taken, nil when there is no room now. EPIPE when the other side
  /// is gone; no signal then.
  package borrowing func send(
    _ first: Span<UInt8>, _ second: Span<UInt8>
  ) throws(SystemError) -> Int? {
    try exchange("sendmsg") {
      unsafe first.withUnsafeBytes { head in
        unsafe second.withUnsafeBytes { tail in
          unsafe linux_send_both(
            descriptor, head.baseAddress, head.count, tail.baseAddress, tail.count)
        }
      }
    }
  }

  package borrowing func send(_ bytes: Span<UInt8>) throws(SystemError) -> Int? {
    try send(bytes, Span())
  }

  /// EAGAIN is how a socket answers most of the time, so it is no error here.
  private borrowing func exchange(
    _ operation: String, _ call: () -> Int
  ) throws(SystemError) -> Int? {
    while true {
      let count = call()
      if count >= 0 { return count }
      if count == -Int(EAGAIN) { return nil }
      guard count == -Int(EINTR) else {
        throw SystemError(errno: Int32(-count), operation: operation)
      }
    }
  }
}
