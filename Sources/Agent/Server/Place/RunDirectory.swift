import Platform

/// The directory of an agent's socket, found to be one that nobody else can put anything into.
struct RunDirectory: ~Copyable {
  let path: String
  private let directory: Directory
  /// The same directory, as something that can be locked.
  private let handle: OwnedFile

  /// Makes the directory where it is missing, with its mode whatever the file mask, and checks it.
  static func open(_ place: AgentPlace, user: UInt32) throws(PlaceError) -> RunDirectory {
    let mode: UInt32 = place.owner == .system ? 0o755 : 0o700
    try placing { () throws(SystemError) in
      try FileSystem.makeDirectories(FileSystem.split(place.directory).directory)
    }
    try checkParents(of: place.directory, user: user)
    let isNew = try make(place.directory)
    let opened = try open(place.directory)
    if isNew { try opened.setMode(mode) }
    try PlaceRules.check(opened.status(), at: place.directory, place, owners: [user])
    return opened
  }

  private static func open(_ path: String) throws(PlaceError) -> RunDirectory {
    do throws(SystemError) {
      let (parent, name) = FileSystem.split(path)
      return RunDirectory(
        path: path, directory: try Directory.open(parent).openDirectory(name),
        handle: try OwnedFile.open(path, .read, followingSymlinks: false))
    } catch { throw PlaceRules.fault(error, at: path) }
  }

  /// Whoever begins or ends needs the lock for much less, in milliseconds. Anybody can hold that of a
  /// directory that is open to all, and must not keep an agent from ending.
  private static let patience = 1_000

  /// Keeps other agents that begin or end out of this directory until the handle is gone.
  borrowing func lock() throws(PlaceError) {
    try placing(path) { () throws(SystemError) in
      try handle.lock(exclusive: true, withinMilliseconds: Self.patience)
    }
  }

  borrowing func unlock() { try? handle.unlock() }

  /// What has this name; nil when nothing has.
  borrowing func status(of name: String) throws(PlaceError) -> FileStatus? {
    do throws(SystemError) { return try directory.status(of: name) } catch {
      guard error.name != "ENOENT" else { return nil }
      throw .system(error.at("\(path)/\(name)"))
    }
  }

  borrowing func remove(_ name: String) throws(PlaceError) {
    try placing("\(path)/\(name)") { () throws(SystemError) in try directory.unlink(name) }
  }

  private borrowing func status() throws(PlaceError) -> FileStatus {
    try placing(path) { () throws(SystemError) in
      let status = try handle.status()
      // Two openings, of one directory unless somebody is at play.
      guard try directory.status().isSameFile(as: status) else { throw .moved(path) }
      return status
    }
  }

  private borrowing func setMode(_ mode: UInt32) throws(PlaceError) {
    try placing(path) { () throws(SystemError) in try handle.setMode(mode) }
  }

  /// - Returns: whether it was missing.
  private static func make(_ path: String) throws(PlaceError) -> Bool {
    let (parent, name) = FileSystem.split(path)
    do throws(SystemError) {
      try Directory.open(parent).makeDirectory(name, mode: 0o700)
      return true
    } catch {
      guard error.name != "EEXIST" else { return false }
      throw .system(error.at(path))
    }
  }

  /// A directory is as safe as those on the way to it: whoever can write one of them can put
  /// another in its place.
  private static func checkParents(of path: String, user: UInt32) throws(PlaceError) {
    var (parent, name) = FileSystem.split(path)
    var isFirst = true
    while !name.isEmpty {
      let status = try placing { () throws(SystemError) in try FileSystem.status(parent) }
      if isFirst, status.owner != user, status.owner != 0 {
        throw .foreignOwner(path: parent, owner: status.owner, expected: user)
      }
      let isSticky = status.mode & 0o1000 != 0
      guard isSticky || status.mode & (isFirst ? 0o022 : 0o002) == 0 else {
        throw .unsafeMode(path: parent, mode: status.mode)
      }
      guard parent != "/", parent != "." else { return }
      (parent, name) = FileSystem.split(parent)
      isFirst = false
    }
  }
}

extension SystemError {
  fileprivate static func moved(_ path: String) -> SystemError {
    SystemError(errno: 116, operation: "fstat", path: path)
  }
}
