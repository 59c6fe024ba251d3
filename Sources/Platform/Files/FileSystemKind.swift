internal import CLinux
internal import Glibc

/// Whether the promises of fsync, rename and flock can be believed of a file system.
package enum FileSystemKind: Sendable {
  /// Known to live in this machine.
  case local

  /// On another machine, or in a user's process that may be: NFS, CIFS, 9P, AFS, Ceph, FUSE.
  case network

  /// None of the kinds known here.
  case other
}

extension FileSystemKind {
  /// Types by their magic numbers: statfs(2) and linux/magic.h. ext2, ext3 and ext4 share one.
  init(magic: Int) {
    switch magic {
    case 0xEF53, 0x5846_5342, 0x9123_683E, 0xF2F5_2010, 0x2FC1_2FC1, 0xCA45_1A4E, 0x3153_464A,
      0x794C_7630, 0x0102_1994, 0x8584_58F6:
      self = .local  // ext, XFS, Btrfs, F2FS, ZFS, bcachefs, JFS, overlayfs, tmpfs, ramfs
    case 0x6969, 0xFF53_4D42, 0xFE53_4D42, 0x517B, 0x0102_1997, 0x5346_414F, 0x00C3_6400,
      0x6573_5546, 0x7375_7245, 0x0BD0_0BD0, 0x564C:
      self = .network  // NFS, CIFS, SMB2, SMB, 9P, AFS, Ceph, FUSE, Coda, Lustre, NCP
    default:
      self = .other
    }
  }
}

extension OwnedFile {
  package borrowing func fileSystemKind() throws(SystemError) -> FileSystemKind {
    FileSystemKind(magic: try systemCall("fstatfs") { linux_file_system_type(descriptor) })
  }
}

extension Directory {
  package borrowing func fileSystemKind() throws(SystemError) -> FileSystemKind {
    FileSystemKind(magic: try systemCall("fstatfs") { linux_file_system_type(descriptor) })
  }
}
