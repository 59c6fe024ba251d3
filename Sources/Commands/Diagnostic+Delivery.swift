package import Delivery
import Platform

extension Diagnostic {
  package init(_ error: DeliveryError) {
    switch error {
    case .unrepresentable(let list): self.init(list)
    case .readBackMismatch(let variable):
      self.init(
        "read-back", .unexpected,
        "internal defect: \(variable) does not read back as it was written; no file was changed",
        "please report this, without the value")
    case .unsafeTarget(let path, let problem):
      self.init(
        "target-refused", .refused, "refused to write \(path): \(Self.words(problem))",
        Self.remedy(problem, path))
    case .insideGit(let path, let problem): self.init(problem, path)
    case .foreignContent(let path, let names, let line):
      let what: Message =
        line.map { "line \($0) is not in its dialect" } ?? "it also holds \(list: names)"
      self.init(
        "foreign-content", .refused, "refused to replace \(path): \(what)",
        "move what is not keyroll's into another file, or name another target")
    case .system(let error): self.init(error)
    case .memory: self.init(CommandError.outOfMemory)
    }
  }

  /// Why a file was not read.
  static func reason(_ error: DeliveryError) -> Message {
    switch error {
    case .unsafeTarget(_, let problem): words(problem)
    case .system(let error): "\(error.explanation)"
    default: Diagnostic(error).message
    }
  }

  private init(_ list: [Unrepresentable]) {
    let names = list.map { "\($0.variable) (\($0.reason.rawValue))" }
    let others = Set(list.flatMap(\.alternatives).map(\.rawValue)).sorted()
    let hint: Message =
      others.isEmpty
      ? "leave them out with --skip-unrepresentable" : "these dialects can: \(list: others)"
    self.init(
      "not-representable", .notRepresentable,
      "the dialect cannot hold the value of: \(list: names)", hint)
  }

  private init(_ problem: GitProblem, _ path: String) {
    switch problem {
    case .tracked(let workTree):
      self.init(
        "git-tracked", .refused, "refused to write \(path): git tracks it in \(workTree)",
        "git rm --cached \(path), and put it into .gitignore")
    case .notIgnored(let line, let workTree):
      self.init(
        "git-not-ignored", .refused, "refused to write \(path): git would offer it for a commit",
        "add this line to \(workTree)/.gitignore: \(line)")
    case .unknown(let reason, let workTree):
      self.init(
        "git-unknown", .refused,
        "refused to write \(path): \(Self.words(reason)), so that nobody knows whether a commit "
          + "could take it from \(workTree)",
        "let git work here, or name a target outside the work tree")
    }
  }

  private static func words(_ reason: GitProblem.Unknown) -> Message {
    switch reason {
    case .missing: "there is no git to ask"
    case .foreignOwner: "git refuses a work tree of somebody else"
    case .timedOut: "git did not answer"
    case .failed(let status): "git ended with status \(status)"
    }
  }

  private static func words(_ problem: TargetProblem) -> Message {
    switch problem {
    case .notAFileName: "it is not the name of a file"
    case .runnablePlace(let part): "files in \(part) are run or trusted by others"
    case .symbolicLinkInPath: "a part of the path is a symbolic link"
    case .notRegular: "it is not an ordinary file"
    case .hardLinked: "the file has a second name"
    case .executable: "the file may be run"
    case .openToEverybody: "everybody may read it"
    case .ownedByOther: "the file belongs to somebody else"
    case .directoryOwnedByOther: "the directory belongs to somebody else"
    case .directoryWritableByOthers: "others may replace files in the directory"
    }
  }

  private static func remedy(_ problem: TargetProblem, _ path: String) -> Message {
    switch problem {
    case .executable: "chmod a-x \(path)"
    case .openToEverybody: "chmod o-rwx \(path)"
    case .directoryWritableByOthers: "chmod go-w on the directory of \(path)"
    case .symbolicLinkInPath: "name the path without links: realpath \(path)"
    case .notAFileName, .runnablePlace, .notRegular, .hardLinked, .ownedByOther,
      .directoryOwnedByOther:
      "name another target, in a directory of your own"
    }
  }
}
