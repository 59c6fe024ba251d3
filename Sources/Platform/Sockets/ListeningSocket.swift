internal import CLinux
internal import Glibc

/// A socket with a path, at which clients connect. The path stays when it is closed: whoever holds
/// the lock for it removes it.
package struct ListeningSocket: Pollable, ~Copyable, Sendable {
  private let socket: LocalSocket

  package var descriptor: Int32 { socket.descriptor }

  /// Makes the socket at `path`, which must be free (EADDRINUSE) and fit into an address
  /// (ENAMETOOLONG); its directory must be one that only this user can write. Nobody can connect
  /// before the socket has exactly `mode`.
  package static func bind(
    _ path: String, mode: UInt32, backlog: Int32
  ) throws(SystemError) -> ListeningSocket {
    let socket = try LocalSocket.make("bind", path: path)
    try socket.neverWait()
    // The mode of the socket, less the file mask, becomes that of its name: never wider than asked.
    try systemCall("fchmod", path: path) { linux_fchmod(socket.descriptor, mode) }
    try systemCall("bind", path: path) { unsafe linux_bind(socket.descriptor, path) }
    try systemCall("chmod", path: path) { unsafe linux_chmod(path, mode) }
    try systemCall("listen", path: path) { linux_listen(socket.descriptor, backlog) }
    return ListeningSocket(socket: socket)
  }

  private init(socket: consuming LocalSocket) { self.socket = socket }

  /// The next client, whose socket never waits; nil when there is none now. EMFILE, ENFILE, ENOBUFS
  /// and ENOMEM leave the client in the queue: stop watching until something is closed.
  package borrowing func accept() throws(SystemError) -> LocalSocket? {
    do throws(SystemError) {
      return LocalSocket(descriptor: Int32(try systemCall("accept4") { linux_accept(descriptor) }))
    } catch {
      guard error.errno == EAGAIN || error.errno == ECONNABORTED else { throw error }
      return nil
    }
  }
}
