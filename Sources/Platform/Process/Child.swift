internal import CLinux
internal import Glibc

/// A program that was started and leads a process group; killed at the end of its life if it runs.
struct Child: ~Copyable {
  private let process: CInt
  private var isReaped = false

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
    guard !isReaped else { return }
    var (status, signal): (CInt, CInt) = (0, 0)
    _ = linux_signal_group(process, SIGKILL)
    _ = try? systemCall("waitpid") { unsafe linux_reap(process, 1, &status, &signal) }
  }

  /// How it ended, nil while it runs.
  mutating func poll() throws(SystemError) -> ChildStatus? {
    var (status, signal): (CInt, CInt) = (0, 0)
    let reaped = try systemCall("waitpid") { unsafe linux_reap(process, 0, &status, &signal) }
    guard reaped != 0 else { return nil }
    isReaped = true
    return signal == 0 ? .exited(status) : .signalled(signal)
  }

  borrowing func signalGroup(_ number: CInt) {
    _ = linux_signal_group(process, number)
  }
}
