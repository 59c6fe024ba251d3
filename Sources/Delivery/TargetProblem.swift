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
