internal import CLinux
internal import Glibc

/// A program that was started and leads a session of its own; killed at the end of its life if it runs.
struct Child: ~Copyable {
  private let process: CInt
  private var isOurs = true

  init(
    path: String, arguments: [String], environment: borrowing EnvironmentBlock,
    directory: String?, streams: [CInt]
  ) throws(SystemError) {
    let result = try unsafe withArguments(arguments.map { Array($0.utf8) }) { vector in
      unsafe environment.withEntries { entries in
        if let directory {
          unsafe linux_spawn(path, vector, entries, directory, streams)
        } else {
          unsafe linux_spawn(path, vector, entries, nil, streams)
        }
      }
    }
    guard result > 0 else {
      throw SystemError(errno: Int32(-result), operation: "posix_spawn", path: path)
    }
    process = CInt(result)
  }

  deinit {
    guard isOurs else { return }
    var (status, signal): (CInt, CInt) = (0, 0)
    _ = linux_signal_group(process, SIGKILL)
    _ = try? systemCall("waitpid") { unsafe linux_reap(process, 1, &status, &signal) }
  }

  /// Whether it has ended. Until `reap` its group keeps its number, so that what it left behind
  /// there can still be signalled.
  borrowing func hasEnded() throws(SystemError) -> Bool {
    try systemCall("waitid") { linux_has_ended(process) } != 0
  }

  /// How it ended. Waits where it has not.
  mutating func reap() throws(SystemError) -> ChildStatus {
    var (status, signal): (CInt, CInt) = (0, 0)
    try systemCall("waitpid") { unsafe linux_reap(process, 1, &status, &signal) }
    isOurs = false
    return signal == 0 ? .exited(status) : .signalled(signal)
  }

  /// Leaves it to the kernel: one that hangs in a system call would keep us waiting for ever.
  mutating func abandon() {
    isOurs = false
  }

  borrowing func signalGroup(_ number: CInt) {
    _ = linux_signal_group(process, number)
  }
}
