internal import CLinux
internal import Glibc

/// How a file is opened.
package enum Access: Sendable {
  case read
  case write
  case readWrite

  /// Opens for reading and writing; makes the file with `mode` when it is missing. `exclusive`
  /// demands that it was missing (EEXIST otherwise).
  case create(mode: UInt32, exclusive: Bool)

  /// Every write goes to the end of the file, wherever that is by then; makes the file with `mode`
  /// when it is missing.
  case append(mode: UInt32)

  var flags: CInt {
    switch self {
    case .read: O_RDONLY
    case .write: O_WRONLY
    case .readWrite: O_RDWR
    case .create(_, exclusive: false): O_RDWR | O_CREAT
    case .create(_, exclusive: true): O_RDWR | O_CREAT | O_EXCL
    case .append: O_WRONLY | O_APPEND | O_CREAT
    }
  }

  var mode: mode_t {
    switch self {
    case .create(let mode, _), .append(let mode): mode
    case .read, .write, .readWrite: 0
    }
  }
}

/// An open file, closed at the end of its life and never inherited by a program we start.
package struct OwnedFile: ~Copyable, Sendable {
  let descriptor: CInt

  init(descriptor: CInt) {
    precondition(descriptor >= 0, "Platform: not a file descriptor")
    self.descriptor = descriptor
  }

  deinit { _ = linux_close(descriptor) }

  /// Opens `path`.
  ///
  /// With `followingSymlinks` false a symbolic link as the last component is refused (ELOOP). With
  /// `waiting` false a FIFO opens at once instead of waiting for its other end: check `status()`.
  package static func open(
    _ path: String, _ access: Access, followingSymlinks: Bool = true, waiting: Bool = true
  ) throws(SystemError) -> OwnedFile {
    let flags = (followingSymlinks ? 0 : O_NOFOLLOW) | (waiting ? 0 : O_NONBLOCK)
    return OwnedFile(descriptor: try openDescriptor(path, in: AT_FDCWD, access, flags: flags))
  }

  /// Closes and reports a failure that the kernel kept until now (quota, network file systems).
  package consuming func close() throws(SystemError) {
    let descriptor = self.descriptor
    discard self
    // Never repeated: after EINTR Linux has closed the descriptor, and its number may be another's.
    let result = linux_close(descriptor)
    guard result == 0 || result == -Int(EINTR) else {
      throw SystemError(errno: Int32(-result), operation: "close")
    }
  }

  package borrowing func status() throws(SystemError) -> FileStatus {
    try FileStatus.of(descriptor: descriptor)
  }

  /// Waits until content and length are on the medium, fsync(2). A failure means that neither what
  /// was written nor what is read back can be trusted: never try again on the same handle.
  package borrowing func sync() throws(SystemError) {
    try systemCall("fsync") { linux_fsync(descriptor) }
  }

  package borrowing func truncate(to size: Int) throws(SystemError) {
    try systemCall("ftruncate") { linux_ftruncate(descriptor, size) }
  }

  package borrowing func setMode(_ mode: UInt32) throws(SystemError) {
    try systemCall("fchmod") { linux_fchmod(descriptor, mode) }
  }

  package borrowing func setOwner(_ owner: UInt32, group: UInt32) throws(SystemError) {
    try systemCall("fchown") { linux_fchown(descriptor, owner, group) }
  }
}

/// The one place where descriptors come from: never inherited, never our controlling terminal.
func openDescriptor(
  _ path: String, in directory: CInt, _ access: Access, flags: CInt
) throws(SystemError) -> CInt {
  let flags = access.flags | flags | O_CLOEXEC | O_NOCTTY
  return CInt(
    try systemCall("openat", path: path) {
      unsafe linux_openat(directory, path, flags, access.mode)
    })
}
