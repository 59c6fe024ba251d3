package import Platform

/// Why a path must not hold values.
package enum TargetProblem: Equatable, Sendable {
  /// The path ends in `/`, `.` or `..`, or is empty.
  case notAFileName
  /// A place whose files are run or trusted by others: the part of the path that says so.
  case runnablePlace(String)
  /// A part of the way to the file is a symbolic link.
  case symbolicLinkInPath
  /// The file itself is a symbolic link, directory, pipe, socket or device.
  case notRegular
  /// The file has a second name.
  case hardLinked
  /// The file may be run.
  case executable
  /// The file is open to everybody: its permission bits.
  case openToEverybody(mode: UInt32)
  /// The file belongs to somebody else.
  case ownedByOther
  /// The directory belongs to neither us nor root.
  case directoryOwnedByOther
  /// Others may replace files in the directory: its permission bits.
  case directoryWritableByOthers(mode: UInt32)
}

extension TargetProblem {
  /// What speaks against replacing a file of this status as `user`; nil when nothing does.
  package init?(of status: FileStatus, user: UInt32) {
    if status.kind != .regular {
      self = .notRegular
    } else if status.links > 1 {
      self = .hardLinked
    } else if status.owner != user && user != 0 {
      self = .ownedByOther
    } else if status.mode & 0o7111 != 0 {
      self = .executable
    } else if status.mode & 0o007 != 0 {
      self = .openToEverybody(mode: status.mode)
    } else {
      return nil
    }
  }
}
