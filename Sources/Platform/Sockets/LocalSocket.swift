internal import CLinux
internal import Glibc

/// One end of a stream between two processes of this machine (AF_UNIX), closed at the end of its
/// life and never inherited by a program we start, unless handed to it.
package struct LocalSocket: Pollable, ~Copyable, Sendable {
  package let descriptor: Int32

  /// How many bytes the path of a socket may have. A longer one is refused (ENAMETOOLONG), because
  /// the beginning of a path names something else.
  package static let longestPath = Int(LINUX_LONGEST_SOCKET_PATH)

  init(descriptor: Int32) {
    precondition(descriptor >= 0, "Platform: not a socket")
    self.descriptor = descriptor
  }

  /// Takes over a descriptor that this process was started with. What is not a local stream is
  /// refused (ENOTSOCK) and left alone.
  package init(inherited descriptor: Int32) throws(SystemError) {
    guard linux_is_local_stream(descriptor) != 0 else {
      throw SystemError(errno: ENOTSOCK, operation: "getsockopt")
    }
    try systemCall("fcntl") { linux_close_on_exec(descriptor) }
    self.init(descriptor: descriptor)
  }

  deinit { _ = linux_close(descriptor) }

  /// Connects to the server that listens at `path`: ENOENT when there is no such socket,
  /// ECONNREFUSED when nobody listens, EAGAIN when its queue stayed full for `milliseconds`, which
  /// then also limit every later wait (nil: no limit).
  package static func connect(
    _ path: String, milliseconds: Int? = nil
  ) throws(SystemError) -> LocalSocket {
    let socket = try make("connect", path: path)
    if let milliseconds { try socket.setTimeouts(milliseconds: milliseconds) }
    try systemCall("connect", path: path) { unsafe linux_connect(socket.descriptor, path) }
    return socket
  }

  /// A socket for a path that fits into an address.
  static func make(_ operation: String, path: String) throws(SystemError) -> LocalSocket {
    guard path.utf8.count <= longestPath else {
      throw SystemError(errno: ENAMETOOLONG, operation: operation, path: path)
    }
    guard !path.isEmpty else { throw SystemError(errno: ENOENT, operation: operation, path: path) }
    return LocalSocket(descriptor: Int32(try systemCall("socket") { linux_local_socket(0) }))
  }

  /// Two sockets that are connected with each other.
  package static func pair() throws(SystemError) -> SocketPair {
    var ends: [CInt] = [-1, -1]
    try systemCall("socketpair") { unsafe linux_socket_pair(&ends) }
    return SocketPair(
      first: LocalSocket(descriptor: ends[0]), second: LocalSocket(descriptor: ends[1]))
  }

  /// Makes what would wait come back at once with nil.
  package borrowing func neverWait() throws(SystemError) {
    try systemCall("fcntl") { linux_never_wait(descriptor) }
  }

  /// Limits every single wait for the other side, in both directions; then nil comes back. Zero
  /// waits for ever.
  package borrowing func setTimeouts(milliseconds: Int) throws(SystemError) {
    try systemCall("setsockopt") { linux_set_timeouts(descriptor, milliseconds) }
  }

  /// Tells the other side that nothing more will come; what it says can still be received.
  package borrowing func endSending() throws(SystemError) {
    try systemCall("shutdown") { linux_end_sending(descriptor) }
  }
}

/// Both ends of a private connection.
package struct SocketPair: ~Copyable, Sendable {
  private var first: LocalSocket?
  private var second: LocalSocket?

  init(first: consuming LocalSocket, second: consuming LocalSocket) {
    self.first = .some(first)
    self.second = .some(second)
  }

  /// Hands over the first end. Traps when that was done before.
  package mutating func takeFirst() -> LocalSocket { Self.take(&first) }

  /// Hands over the second end. Traps when that was done before.
  package mutating func takeSecond() -> LocalSocket { Self.take(&second) }

  private static func take(_ end: inout LocalSocket?) -> LocalSocket {
    guard let socket = end.take() else { preconditionFailure("Platform: socket taken twice") }
    return socket
  }
}
