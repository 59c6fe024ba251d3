internal import CLinux
internal import Glibc

extension Confinement {
  /// Leaves this process only the system calls of `CallPolicy` (seccomp); others fail with EPERM.
  /// Sockets, pollers, timers and signal queues must exist by then.
  ///
  /// Forbids new privileges. Every thread follows; with `everyThread` false only this one and those
  /// it starts.
  package static func restrictCalls(everyThread: Bool = true) -> Outcome {
    outcome { () throws(SystemError) in
      guard let architecture = CallArchitecture(identifier: LINUX_ARCHITECTURE) else {
        throw SystemError(errno: ENOSYS, operation: "seccomp")
      }
      let program = CallFilter.program(
        CallPolicy.rules, architecture: architecture, process: CurrentProcess.identifier)
      let filter = program.map {
        sock_filter(code: $0.code, jt: $0.ifTrue, jf: $0.ifFalse, k: $0.value)
      }
      try forbidNewPrivileges()
      let straggler = try systemCall("seccomp") {
        unsafe linux_install_filter(filter, filter.count, everyThread ? 1 : 0)
      }
      // A thread with a filter of its own cannot be given ours.
      guard straggler == 0 else { throw SystemError(errno: EBUSY, operation: "seccomp") }
      return CallPolicy.level
    }
  }
}
