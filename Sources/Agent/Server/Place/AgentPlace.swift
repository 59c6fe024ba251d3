import ByteCoding
import Cryptography
import Platform

/// Where an agent listens: one socket in a directory of its owner's.
package struct AgentPlace: Equatable, Sendable {
  package enum Owner: Equatable, Sendable {
    /// The agent of one user and one vault.
    case user(UInt32)
    /// The agent of a machine's services; whoever it runs as.
    case system
  }

  package let owner: Owner
  package let directory: String
  /// The name of the socket in it.
  let name: String

  /// The path of the socket.
  package var socket: String { "\(directory)/\(name)" }

  /// `vault` leads to the vault by any path; that of its inode decides, so that every path to a
  /// vault leads to one agent.
  package init(
    vault: String, in directory: String, user: UInt32
  ) throws(PlaceError) {
    let path = try placing { () throws(SystemError) in try FileSystem.realPath(vault) }
    let digest = BLAKE2b.digest(path.utf8Span.span, label: Self.label, count: 16)
    let name = Hex.encode(Array(digest.prefix(8))) + ".sock"
    try self.init(.user(user), directory, name)
  }

  /// The one place of the system's agent, or another one for it.
  package init(system directory: String = "/run/keyroll") throws(PlaceError) {
    try self.init(.system, directory, "agent.sock")
  }

  init(_ owner: Owner, _ directory: String, _ name: String) throws(PlaceError) {
    self.owner = owner
    self.directory = directory
    self.name = name
    guard socket.utf8.count <= LocalSocket.longestPath else {
      throw .pathTooLong(path: socket, limit: LocalSocket.longestPath)
    }
  }

  /// The directory for the sockets of a user: below `$XDG_RUNTIME_DIR`, else below the one that
  /// login sessions have, else in the state directory of the program.
  package static func runDirectory(
    _ runtimeDirectory: String?, user: UInt32, stateRoot: String
  ) -> String {
    // The specification tells to ignore relative paths.
    if let runtimeDirectory, runtimeDirectory.hasPrefix("/") {
      return "\(runtimeDirectory)/keyroll"
    }
    let session = "/run/user/\(user)"
    if let status = try? FileSystem.status(session), status.kind == .directory,
      status.owner == user
    {
      return "\(session)/keyroll"
    }
    return "\(stateRoot)/run"
  }

  private static let label = Label("keyroll.agentsck")
}
