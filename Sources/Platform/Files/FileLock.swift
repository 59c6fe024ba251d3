internal import CLinux
internal import Glibc

extension OwnedFile {
  /// Locks the whole inode against other open files, flock(2). Returns false only when `wait` is
  /// false and another holds a conflicting lock.
  ///
  /// The lock belongs to the inode, not to the name: whoever locks a file that others may replace
  /// compares `status()` with the name's afterwards.
  package borrowing func lock(exclusive: Bool, wait: Bool) throws(SystemError) -> Bool {
    let operation = (exclusive ? LOCK_EX : LOCK_SH) | (wait ? 0 : LOCK_NB)
    do throws(SystemError) {
      try systemCall("flock") { linux_flock(descriptor, operation) }
      return true
    } catch {
      if error.errno == EWOULDBLOCK { return false }
      throw error
    }
  }

  package borrowing func unlock() throws(SystemError) {
    try systemCall("flock") { linux_flock(descriptor, LOCK_UN) }
  }
}
