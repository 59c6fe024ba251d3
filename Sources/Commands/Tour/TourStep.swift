/// One line of the tour, as somebody would type it.
struct TourStep {
  /// A sentence before the line; nil where the line goes with the one before.
  var comment: String?
  /// The line as shown. `$D` is the tour's directory.
  var line: String
  /// What follows `keyroll`; nil for a line that is the shell's alone.
  var words: [String]?
  var input: TourInput?
  var status: ExitStatus = .done

  /// What the shell does by itself.
  static func shell(_ line: String, _ comment: String? = nil) -> TourStep {
    TourStep(comment: comment, line: line, words: nil)
  }

  /// A line without a pipe: what is shown is what is run.
  static func keyroll(
    _ arguments: String, _ comment: String? = nil, ends status: ExitStatus = .done
  ) -> TourStep {
    TourStep(
      comment: comment, line: "keyroll \(arguments)", words: ShellWords.split(arguments),
      status: status)
  }

  /// A line that begins with something that writes random values.
  static func piped(
    _ input: TourInput, _ arguments: String, _ comment: String? = nil
  ) -> TourStep {
    TourStep(
      comment: comment, line: "\(input.line) |\n    keyroll \(arguments)",
      words: ShellWords.split(arguments), input: input)
  }
}

/// Standard input of a step: random values in a provider's shape.
enum TourInput {
  /// 32 hexadecimal digits and a line end.
  case hexLine
  /// An object with such a value for each field.
  case object(fields: [String])

  /// The shell command that writes it.
  var line: String {
    switch self {
    case .hexLine: return "openssl rand -hex 16"
    case .object(let fields):
      let members = fields.map { "\"\($0)\":\"%s\"" }.joined(separator: ",")
      let values = Array(repeating: "$(openssl rand -hex 16)", count: fields.count)
      return "printf '{\(members)}' \\\n    \(values.joined(separator: " \\\n    "))"
    }
  }
}

/// Splits what the tour itself has written: words at blanks, single quotes around words with blanks.
enum ShellWords {
  static func split(_ line: String) -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    for character in line {
      switch character {
      case "'":
        isQuoted.toggle()
        word = word ?? ""
      case " " where !isQuoted:
        if let whole = word { words.append(whole) }
        word = nil
      default: word = (word ?? "") + String(character)
      }
    }
    return word.map { words + [$0] } ?? words
  }
}
