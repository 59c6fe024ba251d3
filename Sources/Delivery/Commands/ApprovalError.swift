package import Platform

/// Why the list of approved commands is not believed, or could not be written. None of it is, then:
/// what somebody else has put in could be any line.
package enum ApprovalError: Error, Equatable {
  /// It is a symbolic link, a directory or anything else but a file with one name.
  case notRegular(path: String)
  case ownedByOther(path: String)
  /// Others than its owner may read or write it: its permission bits.
  case openToOthers(path: String, mode: UInt32)
  /// The directory belongs to somebody else, or others may write there.
  case unsafeDirectory(path: String)
  /// This line (from 1) is none of ours.
  case garbage(path: String, line: Int)
  case system(SystemError)
}
