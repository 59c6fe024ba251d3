extension Diagnostic {
  package init(_ error: UsageError) {
    switch error {
    case .noCommand:
      self.init("no-command", .usage, "no command given", "see what there is: keyroll help")
    case .unknownCommand(let word, let suggestions):
      self.init(
        "unknown-command", .usage, "unknown command: \(word)",
        hints: Self.commands(suggestions) ?? ["see what there is: keyroll help"])
    case .incompleteCommand(let word, let continuations):
      self.init(
        "incomplete-command", .usage, "keyroll \(word) needs one more word",
        "use one of: \(list: continuations)")
    case .unknownOption(let option, let command, let suggestions):
      self.init(unknown: option, command: command, suggestions: suggestions)
    case .optionBeforeCommand(let option, let commands):
      self.init(
        "option-before-command", .usage, "\(option) stands before its command",
        "type the command first: keyroll \(commands.first ?? "COMMAND") … \(option)")
    case .option(let fault, let name, let command):
      self.init(fault, of: name, see: Self.help(of: command))
    case .operand(let fault, let command):
      self.init(fault, of: command)
    case .notText(let position):
      self.init(
        "not-text", .usage, "word number \(position) of the command line is not UTF-8",
        "rename the file, or give it on standard input")
    case .valueOnCommandLine(let key):
      self.init(
        "value-on-command-line", .usage,
        "a value on the command line is refused: the shell's history and the list of processes "
          + "would show it",
        "type keyroll set \(key) and paste the value when asked, or pipe it: "
          + "… | keyroll set \(key) --stdin",
        "that value has been seen already: consider replacing it at its provider")
    case .unknownTopic(let topic, let suggestions):
      self.init(
        "unknown-topic", .usage, "no help about \(topic)",
        hints: Self.commands(suggestions.map { "help \($0)" }) ?? ["see: keyroll help"])
    }
  }

  private init(_ fault: OptionFault, of option: String, see help: Message) {
    switch fault {
    case .missingValue(let placeholder):
      self.init(
        "missing-value", .usage, "\(option) needs a value",
        "type \(option) \(placeholder), or \(option)=\(placeholder) if it begins with a dash", help)
    case .unexpectedValue:
      self.init("unexpected-value", .usage, "\(option) takes no value", help)
    case .repeated:
      self.init("repeated-option", .usage, "\(option) is given twice", help)
    case .excludes(let other):
      self.init("contradiction", .usage, "\(option) and \(other) exclude each other", help)
    case .needs(let other):
      self.init("option-alone", .usage, "\(option) makes no sense without \(other)", help)
    case .badNumber(let least, let most):
      self.init("bad-number", .usage, "\(option) needs a number from \(least) to \(most)", help)
    case .badDescriptor:
      self.init(
        "bad-descriptor", .usage, "\(option) needs an open descriptor",
        "for example: \(option) 3 with 3<FILE at the end of the line")
    case .durationOutside(let least, let most):
      self.init(
        "bad-duration", .usage, "\(option) needs a duration from \(least) to \(most)", help)
    case .badDuration:
      self.init(
        "bad-duration", .usage, "\(option) needs a duration", "for example: \(option) 90d")
    case .badDate:
      self.init(
        "bad-date", .usage, "\(option) needs a date",
        "for example: \(option) 2027-03-31, or 2027-03-31T12:00:00Z")
    case .badChoice(let given, let choices):
      self.init(
        "bad-choice", .usage, "\(option) cannot be \(given)", "use one of: \(list: choices)")
    case .badAssignment(let form):
      self.init("bad-assignment", .usage, "\(option) needs \(form)", help)
    }
  }

  private init(_ fault: OperandFault, of command: String) {
    switch fault {
    case .missing(let operand):
      self.init(
        "missing-operand", .usage, "keyroll \(command) needs \(operand)", Self.help(of: command))
    case .surplus(let position):
      self.init(
        "surplus-operand", .usage,
        "keyroll \(command) takes no word number \(position) (not repeated: it may be a value)",
        hints: Self.wayFor(word: command) + [Self.help(of: command)])
    case .notAKey:
      self.init(
        "not-a-key", .usage, "keyroll \(command) works on whole keys: leave out @ and #",
        Self.help(of: command))
    case .twoEnvironments:
      self.init(
        "two-environments", .usage, "the tool and --environment name two environments",
        "leave one of them out")
    }
  }

  private init(unknown option: String, command: String?, suggestions: [String]) {
    var hints: [Message] = []
    if ["--value", "--secret", "--password", "--key", "--token"].contains(option) {
      hints.append("values are never typed on the command line: they are asked for, or piped")
    }
    if !suggestions.isEmpty { hints.append("did you mean \(list: suggestions)?") }
    hints.append(Self.help(of: command))
    let place: Message = command.map { "keyroll \($0)" } ?? "keyroll"
    self.init("unknown-option", .usage, "\(place) has no option \(option)", hints: hints)
  }

  /// What somebody who typed a word too many may have meant.
  private static func wayFor(word command: String) -> [Message] {
    switch command {
    case "set", "rotate":
      ["values are never typed on the command line: leave it out and keyroll asks for it"]
    case "run": ["the command to start stands after --"]
    default: []
    }
  }

  private static func commands(_ names: [String]) -> [Message]? {
    guard !names.isEmpty else { return nil }
    return ["did you mean \(list: names.map { "keyroll \($0)" })?"]
  }

  private static func help(of command: String?) -> Message {
    command.map { "see: keyroll help \($0)" } ?? "see: keyroll help"
  }
}
