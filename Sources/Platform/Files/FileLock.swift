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

  /// As `lock`, for those who hold it briefly: waits at most so long, then EWOULDBLOCK.
  package borrowing func lock(
    exclusive: Bool, withinMilliseconds limit: Int
  ) throws(SystemError) {
    var waited = 0
    while try !lock(exclusive: exclusive, wait: false) {
      guard waited < limit else { throw SystemError.busy() }
      Clock.pause(milliseconds: 1)
      waited += 1
    }
  }

  package borrowing func unlock() throws(SystemError) {
    try systemCall("flock") { linux_flock(descriptor, LOCK_UN) }
  }
}
