internal import CLinux
internal import Glibc

extension Confinement {
  /// Leaves this thread, and those it starts, no files but those of the rules (Landlock): opening,
  /// making, renaming and removing anything else is EACCES. Nothing is executable any more, not even
  /// below the rules. As far as the kernel knows how, there is neither TCP nor a signal or abstract
  /// socket that reaches other processes. Descriptors that are open keep working.
  ///
  /// Forbids new privileges. A rule for something that does not exist makes all of it unavailable.
  package static func restrictFiles(_ rules: [AccessRule]) -> Outcome {
    outcome { () throws(SystemError) in
      let version = try systemCall("landlock_create_ruleset") { linux_landlock_version() }
      let rights = FileRights(level: version)
      let ruleset = OwnedFile(
        descriptor: Int32(
          try systemCall("landlock_create_ruleset") {
            linux_landlock_create(rights.all, rights.network, rights.scopes)
          }))
      for rule in rules { try allow(rule, rights, in: ruleset) }
      try forbidNewPrivileges()
      try systemCall("landlock_restrict_self") { linux_landlock_restrict(ruleset.descriptor) }
      return rights.level
    }
  }

  private static func allow(
    _ rule: AccessRule, _ rights: FileRights, in ruleset: borrowing OwnedFile
  ) throws(SystemError) {
    let path = OwnedFile(
      descriptor: try openDescriptor(rule.path, in: AT_FDCWD, .read, flags: LINUX_O_PATH))
    let allowed = rights.allowed(
      by: rule.rights, isDirectory: try path.status().kind == .directory)
    try systemCall("landlock_add_rule", path: rule.path) {
      linux_landlock_allow(ruleset.descriptor, path.descriptor, allowed)
    }
  }
}
