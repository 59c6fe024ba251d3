import Platform

/// Asks git whether a file could end up in a commit.
package enum GitCheck {
  /// The problem with putting values at `path`; nil when it lies in no work tree, or is ignored
  /// there and not tracked. Where git cannot be asked, the answer is a problem, not silence.
  /// `git` is the program to run, looked up in `PATH` when it has no slash.
  package static func problem(_ path: String, git: String = "git") -> GitProblem? {
    GitAnswers(git: git).problem(path)
  }
}
