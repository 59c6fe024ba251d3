internal import CLinux
internal import Glibc

/// What is asked of paths rather than of open files.
package enum FileSystem {
  /// What may be done with a file, for `allows`.
  package enum Permission: Sendable {
    case read, write, execute
  }

  /// The status of what `path` leads to.
  package static func status(_ path: String) throws(SystemError) -> FileStatus {
    try FileStatus.of(path, followingSymlinks: true)
  }

  /// The status of `path` itself, be it a symbolic link.
  package static func linkStatus(_ path: String) throws(SystemError) -> FileStatus {
    try FileStatus.of(path, followingSymlinks: false)
  }

  /// Whether anything has this name, a dangling symbolic link included.
  package static func exists(_ path: String) -> Bool {
    (try? linkStatus(path)) != nil
  }

  /// Whether the effective user may do this. A hint for messages: only trying is an answer.
  package static func allows(_ permission: Permission, _ path: String) -> Bool {
    let mode =
      switch permission {
      case .read: R_OK
      case .write: W_OK
      case .execute: X_OK
      }
    let answer = try? systemCall("faccessat", path: path) {
      unsafe linux_faccessat(AT_FDCWD, path, mode)
    }
    return answer != nil
  }

  /// Makes the directory and its missing parents, each durably. One that exists keeps its mode.
  package static func makeDirectories(
    _ path: String, mode: UInt32 = 0o700
  ) throws(SystemError) {
    if let status = try? status(path), status.kind == .directory { return }
    let (parent, name) = split(path)
    guard !name.isEmpty else { throw SystemError(errno: EINVAL, operation: "mkdirat", path: path) }
    if parent != "." && parent != "/" { try makeDirectories(parent, mode: mode) }
    do throws(SystemError) {
      let directory = try Directory.open(parent)
      try directory.makeDirectory(name, mode: mode)
      try directory.sync()
    } catch {
      guard error.errno == EEXIST else { throw error.at(path) }
      // Another process may have made it since; anything else in the way is not a directory.
      if let status = try? status(path), status.kind == .directory { return }
      throw SystemError(errno: ENOTDIR, operation: error.operation, path: path)
    }
  }

  /// The directory of `path` and its last component: `/a/b` is `/a` and `b`, `b` is `.` and `b`.
  package static func split(_ path: String) -> (directory: String, name: String) {
    var bytes = Array(path.utf8)
    let slash = UInt8(ascii: "/")
    while bytes.count > 1, bytes.last == slash { bytes.removeLast() }
    guard let last = bytes.lastIndex(of: slash) else { return (".", path) }
    let name = String(decoding: bytes[(last + 1)...], as: UTF8.self)
    bytes.removeSubrange(last...)
    while bytes.last == slash { bytes.removeLast() }
    return (bytes.isEmpty ? "/" : String(decoding: bytes, as: UTF8.self), name)
  }

  /// Removes a file, or a directory with everything in it. Symbolic links are removed, never
  /// followed.
  package static func removeTree(_ path: String) throws(SystemError) {
    let (parent, name) = split(path)
    try Directory.open(parent).removeTree(name)
  }

  /// Makes a new directory, mode 0700, below `$TMPDIR` or `/tmp`, and returns its path.
  package static func temporaryDirectory(prefix: String) throws(SystemError) -> String {
    let parent = ProcessEnvironment.value("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    let name = try RandomName.make(prefix: prefix)
    try Directory.open(parent).makeDirectory(name, mode: 0o700)
    return parent + "/" + name
  }

  package static func currentDirectory() throws(SystemError) -> String {
    try unsafe pathResult("getcwd", path: nil) { unsafe linux_getcwd($0, Int(PATH_MAX)) }
  }

  /// The absolute path of the same file without symbolic links, `.` or `..`.
  package static func realPath(_ path: String) throws(SystemError) -> String {
    try unsafe pathResult("realpath", path: path) { unsafe linux_realpath(path, $0) }
  }

  /// What a symbolic link says, whether anything is there or not.
  package static func linkDestination(_ path: String) throws(SystemError) -> String {
    try unsafe pathResult("readlinkat", path: path) {
      unsafe linux_readlinkat(AT_FDCWD, path, $0, Int(PATH_MAX))
    }
  }

  private static func pathResult(
    _ operation: String, path: String?, _ call: (UnsafeMutablePointer<CChar>?) -> Int
  ) throws(SystemError) -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = try systemCall(operation, path: path) {
      unsafe buffer.withUnsafeMutableBufferPointer { unsafe call($0.baseAddress) }
    }
    return String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension Directory {
  /// Removes an entry and, if it is a directory, everything in it, without following links.
  borrowing func removeTree(_ name: String) throws(SystemError) {
    guard try status(of: name).kind == .directory else { return try unlink(name) }
    let directory = try openDirectory(name)
    for entry in try directory.entries() { try directory.removeTree(entry) }
    try removeDirectory(name)
  }
}
