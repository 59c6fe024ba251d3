/// How a file could end up in a commit of the work tree that it lies in.
package enum GitProblem: Equatable, Sendable {
  /// Git has it in its index already.
  case tracked(workTree: String)
  /// Git would offer it to `git add`: the line that belongs into the work tree's .gitignore.
  case notIgnored(line: String, workTree: String)
  /// There is a work tree, and git could not be asked.
  case unknown(reason: Unknown, workTree: String)

  package enum Unknown: Equatable, Sendable {
    /// There is no git to run.
    case missing
    /// Git refuses a work tree that belongs to somebody else.
    case foreignOwner
    case timedOut
    /// Git ended with this status: as in a shell, 126 when it could not be started, and 128 and a
    /// signal's number when that ended it.
    case failed(status: Int32)
  }
}
