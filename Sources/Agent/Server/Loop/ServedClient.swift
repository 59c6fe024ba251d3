import Platform

/// A client of the server, and how far it is.
final class ServedClient {
  let token: UInt64
  let socket: LocalSocket
  let peer: PeerCredentials
  let connection: ClientConnection

  /// When what has begun must have ended, on CLOCK_MONOTONIC in milliseconds.
  var deadline: Int64?
  /// When it came, asked or took something for the last time, on that clock.
  var lastSign: Int64
  /// Whether it has sent a whole request.
  var hasAsked = false
  /// It will send nothing more that is read: what it is owed is sent, and then it is closed.
  var isLeaving = false
  /// What the poller watches it for.
  var watchesReading = false
  var watchesWriting = false
  var isGone = false

  init(
    _ token: UInt64, _ socket: consuming LocalSocket, _ peer: PeerCredentials,
    _ connection: ClientConnection, at now: Int64
  ) {
    self.token = token
    self.socket = socket
    self.peer = peer
    self.connection = connection
    lastSign = now
  }
}
