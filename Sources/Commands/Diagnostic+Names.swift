package import Vault

extension Diagnostic {
  /// Never repeats the text: it may be a value that was typed in the wrong place.
  package init(_ problem: ReferenceProblem) {
    switch problem {
    case .valueOnCommandLine: self.init(UsageError.valueOnCommandLine(key: "KEY"))
    case .name(let problem): self.init(problem, of: "a key")
    case .field(let problem): self.init(problem, of: "a field")
    case .version:
      self.init(
        "bad-version", .usage, "what stands after @ is no version",
        "use a number, or one of: pending, current, previous")
    }
  }

  package init(_ problem: NameProblem, of what: Message) {
    self.init(
      "bad-name", .usage, "this cannot be the name of \(what): \(Self.words(problem))",
      "names are made of letters, digits, . _ - and, for keys, / between segments")
  }

  private static func words(_ problem: NameProblem) -> Message {
    switch problem {
    case .empty: "it is empty"
    case .emptySegment: "there is nothing between two /"
    case .dotSegment: ". and .. are no segments"
    case .leadingHyphen: "it begins with -"
    case .character(let scalar, let position):
      scalar == " "
        ? "character \(position + 1) is a space" : "character \(position + 1) is \(String(scalar))"
    case .notNormalized: "it is not in Unicode normal form C"
    case .tooLong: "it is too long"
    }
  }
}
