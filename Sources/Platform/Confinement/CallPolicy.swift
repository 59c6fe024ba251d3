/// The system calls that a process needs which only reads and writes files and talks over sockets
/// that are open.
///
/// Not among them, so that they fail: starting programs and processes, making sockets, taking
/// descriptors from others, looking into other processes or signalling them, io_uring, changing
/// identity or limits, mounting, loading anything into the kernel, and memory that is executable.
enum CallPolicy {
  /// Counted up with every change of the list.
  static let level = 1

  static let rules: [CallRule] = exchange + files + memory + process

  /// First, because the filter is read from the top.
  private static let exchange: [CallRule] = [
    CallRule("epoll_wait", 232, nil),
    CallRule("epoll_pwait", 281, 22),
    CallRule("recvfrom", 45, 207),
    CallRule("sendmsg", 46, 211),
    CallRule("accept4", 288, 242),
    CallRule("epoll_ctl", 233, 21),
    CallRule("getsockopt", 55, 209),
    CallRule("setsockopt", 54, 208),
    CallRule("shutdown", 48, 210),
    CallRule("poll", 7, nil),
    CallRule("ppoll", 271, 73),
    CallRule("timerfd_settime", 286, 86),
  ]

  private static let files: [CallRule] = [
    CallRule("pread64", 17, 67),
    CallRule("read", 0, 63),
    CallRule("pwrite64", 18, 68),
    CallRule("write", 1, 64),
    CallRule("fdatasync", 75, 83),
    CallRule("fsync", 74, 82),
    CallRule("close", 3, 57),
    CallRule("openat", 257, 56),
    CallRule("flock", 73, 32),
    CallRule("fstat", 5, 80),
    CallRule("newfstatat", 262, 79),
    CallRule("statx", 332, 291),
    CallRule("lseek", 8, 62),
    CallRule("fcntl", 72, 25, .oneOf(descriptorCommands, argument: 1)),
    CallRule("ftruncate", 77, 46),
    CallRule("fallocate", 285, 47),
    CallRule("fchmod", 91, 52),
    CallRule("fchown", 93, 55),
    CallRule("fstatfs", 138, 44),
    CallRule("getdents64", 217, 61),
    CallRule("linkat", 265, 37),
    CallRule("renameat2", 316, 276),
    CallRule("renameat", 264, 38),
    CallRule("unlinkat", 263, 35),
    CallRule("mkdirat", 258, 34),
    CallRule("faccessat", 269, 48),
    CallRule("faccessat2", 439, 439),
    CallRule("readlink", 89, nil),
    CallRule("readlinkat", 267, 78),
    CallRule("getcwd", 79, 17),
    CallRule("umask", 95, 166),
  ]

  /// F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC. Others send signals.
  private static let descriptorCommands: [UInt32] = [1, 2, 3, 4, 1030]

  private static let executable: UInt32 = 4

  private static let memory: [CallRule] = [
    CallRule("mmap", 9, 222, .without(executable, argument: 2)),
    CallRule("mprotect", 10, 226, .without(executable, argument: 2)),
    CallRule("munmap", 11, 215),
    CallRule("mremap", 25, 216),
    CallRule("madvise", 28, 233),
    CallRule("brk", 12, 214),
    CallRule("mlock", 149, 228),
    CallRule("munlock", 150, 229),
    CallRule("memfd_secret", 447, 447),
    CallRule("getrandom", 318, 278),
  ]

  /// A new thread shares the memory of this process and is CLONE_THREAD.
  private static let newThread: UInt32 = 0x10000 | 0x100

  private static let process: [CallRule] = [
    CallRule("futex", 202, 98),
    CallRule("clock_gettime", 228, 113),
    CallRule("gettimeofday", 96, 169),
    CallRule("nanosleep", 35, 101),
    CallRule("clock_nanosleep", 230, 115),
    CallRule("restart_syscall", 219, 128),
    CallRule("rt_sigreturn", 15, 139),
    CallRule("rt_sigaction", 13, 134),
    CallRule("rt_sigprocmask", 14, 135),
    CallRule("sigaltstack", 131, 132),
    CallRule("getpid", 39, 172),
    CallRule("gettid", 186, 178),
    CallRule("getuid", 102, 174),
    CallRule("geteuid", 107, 175),
    CallRule("getgid", 104, 176),
    CallRule("getegid", 108, 177),
    CallRule("uname", 63, 160),
    CallRule("sysinfo", 99, 179),
    CallRule("sched_yield", 24, 124),
    CallRule("sched_getaffinity", 204, 123),
    CallRule("prlimit64", 302, 261, .zero(argument: 2)),
    CallRule("tgkill", 234, 131, .ownProcess(argument: 0)),
    CallRule("clone3", 435, 435, .notKnown),
    CallRule("clone", 56, 220, .with(newThread, argument: 0)),
    CallRule("set_robust_list", 273, 99),
    CallRule("rseq", 334, 293),
    CallRule("exit", 60, 93),
    CallRule("exit_group", 231, 94),
  ]
}
