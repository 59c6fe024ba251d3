internal import CLinux
internal import Glibc

/// An open directory. What is done through it happens in that directory, whatever its path leads to
/// by then. Names are single components; anything else is refused (EINVAL).
package struct Directory: ~Copyable, Sendable {
  let descriptor: CInt

  init(descriptor: CInt) {
    precondition(descriptor >= 0, "Platform: not a file descriptor")
    self.descriptor = descriptor
  }

  deinit { _ = linux_close(descriptor) }

  /// Opens `path`. With `followingSymlinks` false a symbolic link anywhere in the path is refused
  /// (ENOTDIR or ELOOP), so that nobody who can write a directory on the way can lead us elsewhere.
  package static func open(
    _ path: String, followingSymlinks: Bool = true
  ) throws(SystemError) -> Directory {
    guard !followingSymlinks else {
      return Directory(
        descriptor: try openDescriptor(path, in: AT_FDCWD, .read, flags: O_DIRECTORY))
    }
    do throws(SystemError) { return try walk(path) } catch { throw error.at(path) }
  }

  /// Opens one component after the other, each from the one before. Equal to openat2(2) with
  /// RESOLVE_NO_SYMLINKS, which older kernels and some containers lack.
  private static func walk(_ path: String) throws(SystemError) -> Directory {
    guard !path.isEmpty else { throw SystemError(errno: ENOENT, operation: "openat", path: path) }
    let start = path.utf8.first == UInt8(ascii: "/") ? "/" : "."
    let components = path.split(separator: "/").map(String.init)
    guard let last = components.last else { return try open(start) }
    // Directories on the way need only be searchable, not readable.
    var directory = Directory(
      descriptor: try openDescriptor(start, in: AT_FDCWD, .read, flags: LINUX_O_PATH))
    for component in components.dropLast() {
      directory = try directory.step(component, flags: LINUX_O_PATH)
    }
    return try directory.step(last)
  }

  private borrowing func step(
    _ component: String, flags: CInt = 0
  ) throws(SystemError) -> Directory {
    Directory(
      descriptor: try openDescriptor(
        component, in: descriptor, .read, flags: flags | O_DIRECTORY | O_NOFOLLOW))
  }

  /// Opens a directory in this one; a symbolic link is refused (ENOTDIR or ELOOP).
  package borrowing func openDirectory(_ name: String) throws(SystemError) -> Directory {
    try step(try component(name))
  }

  /// Opens a file in this directory. A symbolic link is refused (ELOOP), and a FIFO never makes us
  /// wait: check `status().kind` before reading what somebody else may have put there.
  package borrowing func openFile(
    _ name: String, _ access: Access
  ) throws(SystemError) -> OwnedFile {
    OwnedFile(
      descriptor: try openDescriptor(
        try component(name), in: descriptor, access, flags: O_NOFOLLOW | O_NONBLOCK))
  }

  package borrowing func status() throws(SystemError) -> FileStatus {
    try FileStatus.of(descriptor: descriptor)
  }

  /// The status of an entry itself; of a symbolic link, not of what it names.
  package borrowing func status(of name: String) throws(SystemError) -> FileStatus {
    try FileStatus.of(try component(name), in: descriptor, followingSymlinks: false)
  }

  /// Gives an entry another name, at once for every observer. With `replacing` false a taken name
  /// is refused (EEXIST).
  package borrowing func rename(
    _ from: String, to: String, replacing: Bool = true
  ) throws(SystemError) {
    let (from, to) = (try component(from), try component(to))
    let flags: UInt32 = replacing ? 0 : LINUX_RENAME_NOREPLACE
    do throws(SystemError) {
      try systemCall("renameat2", path: to) {
        unsafe linux_renameat2(descriptor, from, to, flags)
      }
    } catch {
      guard !replacing, error.errno == EINVAL || error.errno == ENOSYS else { throw error }
      try linkThenUnlink(from, to: to)
    }
  }

  /// RENAME_NOREPLACE for file systems without it: link(2) never replaces either. Interrupted in
  /// between, the file has both names.
  private borrowing func linkThenUnlink(_ from: String, to: String) throws(SystemError) {
    try link(from, as: to)
    try unlink(from)
  }

  /// Gives a file a second name; one that exists is never replaced.
  package borrowing func link(_ name: String, as other: String) throws(SystemError) {
    let (name, other) = (try component(name), try component(other))
    try systemCall("linkat", path: other) { unsafe linux_linkat(descriptor, name, other) }
  }

  package borrowing func unlink(_ name: String) throws(SystemError) {
    let name = try component(name)
    try systemCall("unlinkat", path: name) { unsafe linux_unlinkat(descriptor, name, 0) }
  }

  package borrowing func makeDirectory(_ name: String, mode: UInt32 = 0o700) throws(SystemError) {
    let name = try component(name)
    try systemCall("mkdirat", path: name) { unsafe linux_mkdirat(descriptor, name, mode) }
  }

  package borrowing func removeDirectory(_ name: String) throws(SystemError) {
    let name = try component(name)
    try systemCall("unlinkat", path: name) { unsafe linux_unlinkat(descriptor, name, AT_REMOVEDIR) }
  }

  /// Makes added, renamed and removed entries durable. File systems that cannot sync a directory
  /// say EINVAL or ENOTSUP; they order its changes themselves.
  package borrowing func sync() throws(SystemError) {
    do throws(SystemError) {
      try systemCall("fsync") { linux_fsync(descriptor) }
    } catch {
      guard error.errno == EINVAL || error.errno == ENOTSUP else { throw error }
    }
  }

  /// A second handle on the same directory.
  package borrowing func duplicate() throws(SystemError) -> Directory {
    Directory(descriptor: CInt(try systemCall("fcntl") { linux_duplicate(descriptor) }))
  }

  /// The names of all entries but `.` and `..`, sorted. Bytes that are not UTF-8 come out replaced,
  /// and such a name opens nothing.
  package borrowing func entries() throws(SystemError) -> [String] {
    var error: CInt = 0
    guard let stream = unsafe linux_open_stream(descriptor, &error) else {
      throw SystemError(errno: error, operation: "opendir")
    }
    defer { unsafe linux_close_stream(stream) }
    var names: [String] = []
    while let name = unsafe linux_next_name(stream, &error) {
      names.append(unsafe String(cString: name))
    }
    guard error == 0 else { throw SystemError(errno: error, operation: "readdir") }
    return names.filter { $0 != "." && $0 != ".." }.sorted()
  }
}

/// `name` itself, if it can only mean an entry of the directory it is looked up in.
func component(_ name: String) throws(SystemError) -> String {
  guard !name.isEmpty, name != ".", name != "..", !name.utf8.contains(UInt8(ascii: "/")) else {
    throw SystemError(errno: EINVAL, operation: "openat", path: name)
  }
  return name
}
