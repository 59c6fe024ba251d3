package import Platform

/// Why values were not delivered. No case carries a value or a part of one.
package enum DeliveryError: Error, Equatable {
  /// Some variables cannot be written in this dialect; nothing was written.
  case unrepresentable([Unrepresentable])
  /// What was composed does not read back as what was meant: a defect of ours, caught before any
  /// file changed.
  case readBackMismatch(variable: String)
  /// The path must not hold values.
  case unsafeTarget(path: String, TargetProblem)
  /// The file could end up in a commit.
  case insideGit(path: String, GitProblem)
  /// The existing file holds something that is not ours and that writing would destroy: variables
  /// of these names, or, on this line, text outside every dialect.
  case foreignContent(path: String, names: [String], line: Int?)
  case system(SystemError)
  case memory
}
