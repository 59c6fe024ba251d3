/// Why a command about tools and their keys ended early, where no other module has the reason.
package enum RollError: Error, Equatable, Sendable {
  /// The tool has no place, or several, and none was named.
  case whichTarget(tool: String, targets: [String])
  /// Neither a key nor a tool.
  case noSuchSubject(String, suggestions: [String])
  /// Neither a tool nor a group of tools.
  case noSuchToolOrGroup(String, suggestions: [String])
  /// A version can be named by `revoke`, a field cannot.
  case wholeVersions
  /// `run` was given neither a tool nor a reference.
  case nothingToRun
  /// Two sources want the same variable.
  case variableTwice(String)
  case badVariable(String)
  /// `--only` names a variable that the tool does not have.
  case unknownVariable(String, known: [String])
  /// The program cannot be given the variable: a NUL byte, or more than the kernel takes.
  case notForPrograms(variable: String, hasNUL: Bool)
  case reasonMissing
  /// A target was registered by a program that knows more dialects.
  case unknownDialect(String)
  /// No login name of this machine.
  case unknownUser(String)
  /// A command of the tour ended otherwise than it does.
  case tourStopped(command: String, status: Int32)
  /// `--keep` names a directory that holds something.
  case directoryInUse(path: String)
  /// `restore` of a file that does not exist.
  case noBackup(path: String)
  /// `restore` of a file that is no whole vault.
  case damagedBackup(path: String)
  /// `backup` to a file that exists.
  case backupInTheWay(path: String)
  /// `restore` without `--replace`.
  case vaultInTheWay(path: String)
}
