import Delivery
import Vault

extension Diagnostic {
  package init(_ error: StepError) {
    switch error {
    case .failed(let failure): self.init(failure)
    case .notApproved(let tool, let step, let words):
      self.init(
        "not-approved", .refused,
        "refused to run the \(step.rawValue) command of \(tool): nobody here has approved "
          + "\(CommandText.quoted(words))",
        "look at it and approve it: keyroll target approve \(tool)")
    case .program(let tool, let step, let problem):
      self.init(
        problem, "refused to run the \(step.rawValue) command of \(tool): ",
        "name another: keyroll target edit \(tool)")
    case .typed(let problem, let option):
      self.init(problem, "--\(option) is refused: ", "name another program")
    case .text(let problem, let option):
      self.init(
        "bad-command", .usage, "--\(option) is not a command: \(Self.words(problem))",
        "quote it for your shell: --\(option) 'program \"one argument\" another'")
    case .approvals(let error): self.init(error)
    case .withinCommand:
      self.init(
        "within-command", .conflict,
        "this runs as a command of a target, and targets are being written",
        "let the command only load what was written")
    }
  }

  private init(_ failure: StepFailure) {
    let words = CommandText.quoted(failure.words)
    let tool = failure.tool
    let said = failure.lines.map { "\n  | \($0)" as Message }
    self.init(
      failure.step == .verify ? "verify-said-no" : "\(failure.step.rawValue)-failed",
      .probeSaidNo,
      "\(failure.step.rawValue) of \(tool) (\(failure.target)): \(Self.ending(failure.code)): "
        + "\(words)" + Message.joined(said, separator: ""))
  }

  private static func ending(_ code: String) -> Message {
    switch code {
    case "timed-out": "it took too long and was ended"
    case "not-started": "it could not be started"
    default:
      if code.hasPrefix("exit-") {
        "it ended with status \(String(code.dropFirst(5)))"
      } else if code.hasPrefix("signal-") {
        "it was ended by signal \(String(code.dropFirst(7)))"
      } else {
        "\(code)"
      }
    }
  }

  private init(_ problem: ProgramProblem, _ what: Message, _ remedy: Message) {
    switch problem {
    case .notFound(let path):
      self.init(
        "no-such-program", .refused, what + "there is no program \(path)",
        remedy)
    case .notRegular(let path):
      self.init(
        "untrusted-program", .refused, what + "\(path) is not an ordinary file",
        remedy)
    case .notExecutable(let path):
      self.init(
        "not-executable", .refused, what + "\(path) may not be executed", "chmod u+x \(path)")
    case .ownedByOther(let path):
      self.init(
        "untrusted-program", .refused, what + "\(path) belongs to somebody else",
        "only programs of root and of you are run: ls -lL \(path)")
    case .writableByOthers(let path, let mode):
      self.init(
        "untrusted-program", .refused,
        what + "others may change \(path) (its mode is \(octal: mode))", "chmod go-w \(path)")
    case .openDirectory(let directory, let path):
      self.init(
        "untrusted-program", .refused,
        what + "others may put something in the place of \(path): "
          + "the directory \(directory) is not only root's and yours to change",
        "look at it, and close it if it is yours: ls -ld \(directory), chmod go-w \(directory)")
    case .system(let error): self.init(error)
    }
  }

  private init(_ error: ApprovalError) {
    let what: Message = "the list of approved commands is not believed: "
    let remedy: (String) -> Message = { path in
      "remove it and approve again what you know: rm \(path), keyroll target approve TOOL"
    }
    switch error {
    case .notRegular(let path):
      self.init("approvals-refused", .refused, what + "\(path) is not a file", remedy(path))
    case .ownedByOther(let path):
      self.init(
        "approvals-refused", .refused, what + "\(path) belongs to somebody else", remedy(path))
    case .openToOthers(let path, let mode):
      self.init(
        "approvals-refused", .refused,
        what + "others may read or write \(path) (its mode is \(octal: mode))", remedy(path))
    case .unsafeDirectory(let path):
      self.init(
        "approvals-refused", .refused, what + "others may write in \(path)", "chmod go-w \(path)")
    case .garbage(let path, let line):
      self.init(
        "approvals-refused", .refused, what + "line \(line) of \(path) is none of keyroll's",
        remedy(path))
    case .system(let error): self.init(error)
    }
  }

  private static func words(_ problem: CommandTextError) -> Message {
    switch problem {
    case .unbalanced("\\"): "it ends in a backslash"
    case .unbalanced(let quote): "a \(String(quote)) is not closed"
    case .empty: "it names no program"
    case .zeroByte: "it holds a zero byte"
    }
  }
}
