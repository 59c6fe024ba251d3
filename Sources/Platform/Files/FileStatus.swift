internal import CLinux
internal import Glibc

/// What the system knows about a file besides its content.
package struct FileStatus: Equatable, Sendable {
  package enum Kind: Sendable {
    case regular, directory, symlink, fifo, socket, device
  }

  package let device: UInt64
  package let inode: UInt64
  package let kind: Kind

  /// Length in bytes.
  package let size: Int

  /// The permission, set-id and sticky bits: `mode & 0o7777`.
  package let mode: UInt32

  package let owner: UInt32
  package let group: UInt32

  /// How many names the inode has.
  package let links: Int

  /// Last change of content, in seconds since 1970.
  package let modified: Int64

  /// Whether both describe one inode: the question to ask after locking a file that may be replaced.
  package func isSameFile(as other: FileStatus) -> Bool {
    device == other.device && inode == other.inode
  }

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    kind = Kind(mode: status.st_mode)
    size = Int(status.st_size)
    mode = UInt32(status.st_mode) & 0o7777
    owner = status.st_uid
    group = status.st_gid
    links = Int(status.st_nlink)
    modified = Int64(status.st_mtim.tv_sec)
  }

  static func of(descriptor: CInt) throws(SystemError) -> FileStatus {
    var status = stat()
    try systemCall("fstat") { unsafe linux_fstat(descriptor, &status) }
    return FileStatus(status)
  }

  static func of(
    _ path: String, in directory: CInt = AT_FDCWD, followingSymlinks: Bool
  ) throws(SystemError) -> FileStatus {
    var status = stat()
    try systemCall("fstatat", path: path) {
      unsafe linux_fstatat(directory, path, &status, followingSymlinks ? 0 : AT_SYMLINK_NOFOLLOW)
    }
    return FileStatus(status)
  }
}

extension FileStatus.Kind {
  fileprivate init(mode: mode_t) {
    self =
      switch mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFLNK: .symlink
      case S_IFIFO: .fifo
      case S_IFSOCK: .socket
      default: .device
      }
  }
}
