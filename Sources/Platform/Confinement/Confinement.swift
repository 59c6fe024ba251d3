internal import CLinux

/// What a process gives up for good once it has all it needs, so that a fault in it is worth less to
/// whoever finds one. Nothing of this can be taken back, and programs it starts would inherit it.
package enum Confinement {
  /// How much of a measure the kernel took on.
  package enum Outcome: Equatable, Sendable {
    /// In force. `level` is the version of what is enforced: of the Landlock interface that was used
    /// (`FileRights.level`), or of our list of system calls (`CallPolicy.level`).
    case enforced(level: Int)

    /// Not in force, and why: ENOSYS or EOPNOTSUPP where the kernel does not have it.
    case unavailable(SystemError)
  }

  /// No program that this process might start gets more rights than it has itself, whatever set-user
  /// bits say. The other measures demand it of processes that are not root's.
  package static func forbidNewPrivileges() throws(SystemError) {
    try systemCall("prctl") { linux_forbid_new_privileges() }
  }

  /// Runs the steps of a measure that the kernel may not know.
  static func outcome(_ steps: () throws(SystemError) -> Int) -> Outcome {
    do throws(SystemError) { return .enforced(level: try steps()) } catch {
      return .unavailable(error)
    }
  }
}
