/// What Landlock can forbid, by the version of its interface (linux/landlock.h).
struct FileRights: Equatable {
  /// The newest version known here.
  static let newestLevel = 7

  /// The version these belong to.
  let level: Int

  init(level: Int) { self.level = min(level, Self.newestLevel) }

  /// Everything that can be done with files and that rules may allow again: with each version more.
  var all: UInt64 {
    switch level {
    case ...0: 0
    case 1: 0x1fff
    case 2: 0x3fff  // REFER: names in another directory
    case 3, 4: 0x7fff  // TRUNCATE
    default: 0xffff  // IOCTL_DEV
    }
  }

  /// TCP, to listen and to connect: no rule allows it.
  var network: UInt64 { level >= 4 ? 0b11 : 0 }

  /// Abstract sockets and signals beyond this process: no rule allows them.
  var scopes: UInt64 { level >= 6 ? 0b11 : 0 }

  /// What a rule allows again. Neither executing nor making devices, FIFOs and symbolic links.
  func allowed(by rights: AccessRule.Rights, isDirectory: Bool) -> UInt64 {
    let granted =
      switch rights {
      case .read: Self.reading
      case .readWrite: Self.reading | Self.changing
      }
    return granted & all & (isDirectory ? .max : Self.ofFiles)
  }

  // READ_FILE, READ_DIR
  private static let reading: UInt64 = 1 << 2 | 1 << 3

  // WRITE_FILE, REMOVE_DIR, REMOVE_FILE, MAKE_DIR, MAKE_REG, MAKE_SOCK, REFER, TRUNCATE
  private static let changing: UInt64 =
    1 << 1 | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 9 | 1 << 13 | 1 << 14

  // Those that mean something for a single file: WRITE_FILE, READ_FILE, TRUNCATE.
  private static let ofFiles: UInt64 = 1 << 1 | 1 << 2 | 1 << 14
}

/// A directory, with everything below it, or a file that stays accessible.
package struct AccessRule: Equatable, Sendable {
  package enum Rights: Sendable {
    /// To read files and list directories.
    case read

    /// And to make, write, rename and remove files, sockets and directories.
    case readWrite
  }

  package let path: String
  package let rights: Rights

  package init(_ path: String, _ rights: Rights) {
    self.path = path
    self.rights = rights
  }
}
