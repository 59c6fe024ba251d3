package import Platform

extension Diagnostic {
  package init(_ error: RollError) {
    switch error {
    case .whichTarget(let tool, let targets):
      self.init(
        "which-target", targets.isEmpty ? .notFound : .usage,
        targets.isEmpty ? "\(tool) has no place yet" : "\(tool) has several places",
        targets.isEmpty
          ? "add one: keyroll target add \(tool) --env-file PATH"
          : "name one of: \(list: targets)")
    case .noSuchSubject(let name, let suggestions):
      self.init(
        "no-such-subject", .notFound, "there is no key and no tool called \(name)",
        suggestions.isEmpty
          ? "see: keyroll list, keyroll tool list" : "did you mean \(list: suggestions)?")
    case .noSuchToolOrGroup(let name, let suggestions):
      self.init(
        "no-such-subject", .notFound, "there is no tool and no group called \(name)",
        suggestions.isEmpty
          ? "make a group by putting a tool into it: keyroll tool edit TOOL --group \(name)"
          : "did you mean \(list: suggestions)?")
    case .wholeVersions:
      self.init(
        "whole-version", .usage, "the fields of a version live and die together: leave out #",
        "see: keyroll help revoke")
    case .nothingToRun, .variableTwice, .badVariable, .unknownVariable, .notForPrograms:
      self.init(variables: error)
    case .reasonMissing:
      self.init(
        "reason-missing", .usage, "this needs a reason, which the log keeps",
        "add --reason TEXT")
    case .unknownDialect(let name):
      self.init(
        "unknown-dialect", .unexpected, "this program does not know the dialect \(name)",
        "use the program that registered the target, or: keyroll target edit")
    case .unknownUser(let name):
      self.init(
        "unknown-user", .usage, "there is no user \(name) in /etc/passwd",
        "name the user by number: id -u \(name)")
    case .tourStopped(let command, let status):
      self.init(
        "tour-stopped", .unexpected,
        "the tour cannot go on: this ended with status \(status): \(command)",
        "keep its files to look at them: keyroll tour --keep DIR")
    case .directoryInUse(let path):
      self.init(
        "directory-in-use", .conflict, "\(path) is not an empty directory: it was left as it is",
        "name one that does not exist yet")
    case .noBackup(let path):
      self.init(
        "no-backup", .noVault, "there is no backup at \(path)",
        "look at what is there: ls -ld \(path)")
    case .damagedBackup(let path):
      self.init(
        "backup-damaged", .damaged, "the backup \(path) is damaged; nothing was changed",
        "restore another one")
    case .backupInTheWay(let path):
      self.init(
        "backup-exists", .conflict, "there is a file at \(path) already: it was left as it is",
        "name a file that does not exist yet")
    case .vaultInTheWay(let path):
      self.init(
        "vault-exists", .conflict, "there is a vault at \(path): it was left as it is",
        "put the backup in its place with --replace, or restore elsewhere with --vault PATH")
    }
  }

  private init(variables error: RollError) {
    switch error {
    case .nothingToRun:
      self.init(
        "no-source", .usage, "keyroll run needs a tool, or variables",
        "keyroll run TOOL -- CMD, or: keyroll run --as VAR=KEY -- CMD")
    case .variableTwice(let variable):
      self.init("variable-twice", .usage, "\(variable) is given twice", "name it once")
    case .badVariable(let variable):
      self.init(
        "bad-variable", .usage, "\(variable) is not the name of a variable",
        "letters, digits and _, not a digit first")
    case .unknownVariable(let name, let known):
      self.init(
        "unknown-variable", .notFound, "the tool has no variable \(name)",
        known.isEmpty ? "connect it to a key: keyroll connect" : "it has: \(list: known)")
    case .notForPrograms(let variable, let hasNUL):
      self.init(
        "not-for-programs", .notRepresentable,
        "no program can be started with \(variable): "
          + (hasNUL ? "its value holds a NUL byte" : "its value is longer than 128 KiB"),
        "leave it out with --only, and give it to the program as a file")
    default: self.init(CommandError.unexpectedAnswer)
    }
  }
}

extension Diagnostic {
  /// The status of a command that was not started is not one of the table's: see `LaunchStatus`.
  package init(launching error: SystemError) {
    let program: Message = error.path.map { "\($0)" } ?? "the command"
    self.init(
      "not-started", .unexpected, "cannot start \(program): \(error.explanation)",
      "see whether the shell finds it: command -v \(program)")
  }
}
