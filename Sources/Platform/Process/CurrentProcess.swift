internal import CLinux
internal import Glibc

/// What this process is for the kernel.
package enum CurrentProcess {
  package static var identifier: Int32 { getpid() }

  /// The user whose rights it has.
  package static var effectiveUser: UInt32 { geteuid() }

  /// The user who started it.
  package static var user: UInt32 { getuid() }

  /// Sets the name that lists of processes show, of which 15 bytes are kept; to be called by the
  /// first thread. A program that was started through /proc/self/exe would be called `exe`.
  package static func setName(_ name: String) {
    _ = unsafe linux_set_name(name)
  }

  /// From now on memory that was had in large blocks goes back to the kernel when it is not needed
  /// any more. By itself the C library counts blocks as small up to the largest that was ever given
  /// back, and what lies between small blocks stays: the memory of a process that lives long would
  /// depend on the largest requests it has seen.
  package static func returnLargeBlocks() {
    linux_fix_mmap_threshold(128 << 10)
  }
}
