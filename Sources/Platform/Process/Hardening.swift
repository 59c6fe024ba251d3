internal import CLinux
internal import Glibc
internal import Synchronization

/// What a process that holds secrets does first, and what it takes back before it becomes another
/// program.
package enum Hardening {
  /// Call before anything else.
  ///
  /// No core dumps, no debugger of the same user, no crash reports; writes to a closed pipe or past
  /// a size limit become errors; new files are ours alone; descriptors 0 to 2 are open, so that no
  /// file of ours can get one of their numbers.
  package static func apply() {
    openStandardStreams()
    let start = Inherited.current()
    inherited.withLock { $0 = $0 ?? start }
    harden(coreLimit: start.coreLimit)
    for index in crashSignals.indices { _ = linux_default_signal(crashSignals[index]) }
    _ = linux_default_signal(SIGCHLD)
  }

  /// Gives the next program the file mask, core limit, signal mask and signal actions that this one
  /// was started with. Nothing to do unless `apply` was called.
  package static func undoForExec() {
    inherited.withLock { $0?.restore() }
  }

  /// Runs `body` with the file mask and core limit that this process was started with, for a program
  /// that it starts beside itself.
  static func lendInherited<R: ~Copyable>(_ body: () throws(SystemError) -> R) throws(SystemError)
    -> R
  {
    inherited.withLock { $0?.restoreLimits() }
    defer { redo() }
    return try body()
  }

  /// Takes back `undoForExec`, for when the other program could not be started.
  static func redo() {
    inherited.withLock { start in
      if let start { harden(coreLimit: start.coreLimit) }
    }
  }

  private static func harden(coreLimit: rlimit) {
    // The hard limit stays: without it the next program could not have its own limit back.
    var none = rlimit(rlim_cur: 0, rlim_max: coreLimit.rlim_max)
    _ = unsafe linux_set_core_limit(&none)
    _ = linux_forbid_dumps()
    _ = linux_set_umask(0o077)
    _ = linux_ignore_signal(SIGPIPE)
    _ = linux_ignore_signal(SIGXFSZ)
  }

  private static func openStandardStreams() {
    for descriptor: CInt in 0...2 where linux_is_open(descriptor) == 0 {
      // The lowest free number is this one.
      _ = unsafe linux_openat(AT_FDCWD, "/dev/null", O_RDWR, 0)
    }
  }

  /// Swift's own crash reporter may print registers and memory.
  private static let crashSignals: InlineArray<8, CInt> = [
    SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGQUIT, SIGSYS,
  ]

  private static let inherited = Mutex<Inherited?>(nil)

  /// What the process that started us chose for us.
  private struct Inherited {
    let coreLimit: rlimit
    let fileMask: mode_t
    let signalMask: sigset_t
    let ignored: InlineArray<3, Bool>

    /// Those whose actions the next program gets back.
    static let signals: InlineArray<3, CInt> = [SIGPIPE, SIGXFSZ, SIGCHLD]

    static func current() -> Inherited {
      var limit = rlimit()
      _ = unsafe linux_get_core_limit(&limit)
      var mask = sigset_t()
      _ = unsafe linux_get_signal_mask(&mask)
      let fileMask = mode_t(linux_set_umask(0o077))
      return Inherited(
        coreLimit: limit, fileMask: fileMask, signalMask: mask,
        ignored: InlineArray { linux_is_ignored(signals[$0]) != 0 })
    }

    func restoreLimits() {
      var limit = coreLimit
      _ = unsafe linux_set_core_limit(&limit)
      _ = linux_set_umask(fileMask)
    }

    func restore() {
      restoreLimits()
      for index in ignored.indices {
        let number = Self.signals[index]
        _ = ignored[index] ? linux_ignore_signal(number) : linux_default_signal(number)
      }
      var mask = signalMask
      _ = unsafe linux_set_signal_mask(&mask, nil)
    }
  }
}
