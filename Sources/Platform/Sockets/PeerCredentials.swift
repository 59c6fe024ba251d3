internal import CLinux

/// Who is at the other end of a local socket, as the kernel noted it: of a client when it connected,
/// of a server when it began to listen. The process may have ended since and its identifier be
/// another's: only `user` decides anything.
package struct PeerCredentials: Equatable, Sendable {
  package let process: Int32

  /// The effective user.
  package let user: UInt32

  /// The effective group.
  package let group: UInt32

  package init(process: Int32, user: UInt32, group: UInt32) {
    self.process = process
    self.user = user
    self.group = group
  }
}

extension LocalSocket {
  /// SO_PEERCRED, unix(7).
  package borrowing func peer() throws(SystemError) -> PeerCredentials {
    var peer = linux_credentials()
    try systemCall("getsockopt") { unsafe linux_peer(descriptor, &peer) }
    return PeerCredentials(process: peer.process, user: peer.user, group: peer.group)
  }
}
