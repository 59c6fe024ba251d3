internal import CLinux
internal import Glibc

/// What this process is for the kernel.
package enum CurrentProcess {
  package static var identifier: Int32 { getpid() }

  /// The user whose rights it has.
  package static var effectiveUser: UInt32 { geteuid() }

  /// Sets the name that lists of processes show, of which 15 bytes are kept; to be called by the
  /// first thread. A program that was started through /proc/self/exe would be called `exe`.
  package static func setName(_ name: String) {
    _ = unsafe linux_set_name(name)
  }
}
