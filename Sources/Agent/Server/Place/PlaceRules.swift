import Platform

/// What must hold of an agent's directory and socket, for whoever listens there and for whoever
/// calls.
enum PlaceRules {
  /// The directory itself, never what a link leads to.
  static func check(
    _ status: FileStatus, at path: String, _ place: AgentPlace, owners: [UInt32]
  ) throws(PlaceError) {
    guard status.kind != .symlink else { throw .symbolicLink(path: path) }
    guard status.kind == .directory else { throw .notADirectory(path: path) }
    try check(owner: status, at: path, owners)
    // The system's agent is there for everybody to find; nobody else may change what is found.
    let forbidden: UInt32 = place.owner == .system ? 0o022 : 0o077
    guard status.mode & forbidden == 0 else { throw .unsafeMode(path: path, mode: status.mode) }
  }

  /// What has the socket's name.
  static func check(socket status: FileStatus, at path: String, owners: [UInt32]) throws(PlaceError)
  {
    guard status.kind == .socket else { throw .notASocket(path: path) }
    try check(owner: status, at: path, owners)
  }

  private static func check(
    owner status: FileStatus, at path: String, _ owners: [UInt32]
  ) throws(PlaceError) {
    guard owners.contains(status.owner) else {
      throw .foreignOwner(path: path, owner: status.owner, expected: owners.last ?? 0)
    }
  }

  /// Why a directory did not open.
  static func fault(_ error: SystemError, at path: String) -> PlaceError {
    guard error.name == "ELOOP" || error.name == "ENOTDIR" else { return .system(error.at(path)) }
    guard let status = try? FileSystem.linkStatus(path), status.kind == .symlink else {
      return .notADirectory(path: path)
    }
    return .symbolicLink(path: path)
  }
}
