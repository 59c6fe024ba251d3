import Platform

/// A path that has passed every check for holding values, with its directory held open, so that
/// what is done next happens in the directory that was checked.
struct TargetFile: ~Copyable {
  let path: String
  let name: String
  let directory: Directory
  /// The file as it is; nil when there is none yet.
  let existing: FileStatus?

  /// Checks place, directory and file, in that order.
  static func open(_ path: String) throws(DeliveryError) -> TargetFile {
    let (parent, name) = FileSystem.split(path)
    guard !["", ".", "..", "/"].contains(name), path.utf8.last != UInt8(ascii: "/") else {
      throw .unsafeTarget(path: path, .notAFileName)
    }
    if let part = TargetPlace.runnablePart(of: try absolute(path)) {
      throw .unsafeTarget(path: path, .runnablePlace(part))
    }
    let directory = try openDirectory(parent, for: path)
    let user = CurrentProcess.user
    try checkDirectory(directory, user: user, path: path)
    let existing = try status(of: name, in: directory)
    if let existing, let problem = TargetProblem(of: existing, user: user) {
      throw .unsafeTarget(path: path, problem)
    }
    return TargetFile(path: path, name: name, directory: directory, existing: existing)
  }

  /// Refuses symbolic links all the way: whoever can write a directory that a link leads through
  /// could otherwise choose where values go.
  private static func openDirectory(
    _ parent: String, for path: String
  ) throws(DeliveryError) -> Directory {
    do throws(SystemError) {
      return try Directory.open(parent, followingSymlinks: false)
    } catch {
      if passesSymbolicLink(parent) { throw .unsafeTarget(path: path, .symbolicLinkInPath) }
      throw .system(error)
    }
  }

  private static func passesSymbolicLink(_ parent: String) -> Bool {
    var prefix = parent.hasPrefix("/") ? "" : "."
    for component in parent.split(separator: "/") {
      prefix += "/" + component
      guard let status = try? FileSystem.linkStatus(prefix) else { return false }
      if status.kind == .symlink { return true }
    }
    return false
  }

  private static func absolute(_ path: String) throws(DeliveryError) -> String {
    guard !path.hasPrefix("/") else { return path }
    do throws(SystemError) {
      return try FileSystem.currentDirectory() + "/" + path
    } catch {
      throw .system(error)
    }
  }

  private static func checkDirectory(
    _ directory: borrowing Directory, user: UInt32, path: String
  ) throws(DeliveryError) {
    let status: FileStatus
    do throws(SystemError) { status = try directory.status() } catch { throw .system(error) }
    guard status.owner == user || status.owner == 0 else {
      throw .unsafeTarget(path: path, .directoryOwnedByOther)
    }
    // A sticky bit does not help: it keeps others from removing our file, not from planting
    // theirs before we come.
    guard status.mode & 0o022 == 0 else {
      throw .unsafeTarget(path: path, .directoryWritableByOthers(mode: status.mode))
    }
  }

  private static func status(
    of name: String, in directory: borrowing Directory
  ) throws(DeliveryError) -> FileStatus? {
    do throws(SystemError) {
      return try directory.status(of: name)
    } catch {
      if error.name == "ENOENT" { return nil }
      throw .system(error)
    }
  }
}
