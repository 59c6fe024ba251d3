/// Turns the words of a command line into a command and its ``Invocation``.
///
/// Global options stand anywhere; others after the command that has them. `--option value` and
/// `--option=value` are the same. `--` ends options; what follows it is untouched where the command
/// takes such words. Nothing is guessed: an abbreviation is an unknown option.
package struct LineParser {
  package enum Result: Sendable {
    case command(any Command.Type, Invocation)
    /// Help for the command, or the group of commands, with these words; empty: the overview.
    case help([String])
    case version
  }

  private let set: CommandSet
  private let arguments: [[UInt8]]
  private var position = 0
  private var words: [String] = []
  private var given = GivenOptions()
  private var operands: [String] = []
  private var rest: [[UInt8]] = []
  private var wantsHelp = false
  private var wantsVersion = false
  /// The command that was recognised, also when the rest of the line is wrong.
  package private(set) var command: (any Command.Type)?

  /// - Parameter arguments: the words after the program's name.
  package init(_ arguments: [[UInt8]], for set: CommandSet) {
    self.arguments = arguments
    self.set = set
  }

  private var declaration: CommandDeclaration? { command?.declaration }
  private var commandName: String { declaration?.name ?? words.joined(separator: " ") }

  package mutating func parse() throws(UsageError) -> Result {
    var sawSeparator = false
    while position < arguments.count, !sawSeparator {
      let word = try text(at: position)
      position += 1
      if word == "--" {
        sawSeparator = true
      } else if word.hasPrefix("--") {
        try takeLongOption(word)
      } else if word.hasPrefix("-"), word != "-" {
        try takeShortOptions(word)
      } else {
        try take(word)
      }
    }
    if wantsHelp { return .help(command?.declaration.path ?? words) }
    if wantsVersion { return .version }
    guard let command else { throw incomplete() }
    try takeRest(of: command.declaration, afterSeparator: sawSeparator)
    try OperandCheck(command.declaration).check(operands: operands, rest: rest)
    try checkExclusions(of: command.declaration)
    return .command(
      command,
      Invocation(command.declaration, operands: operands, rest: rest, given: given))
  }

  private func text(at index: Int) throws(UsageError) -> String {
    let word = arguments[index]
    guard let text = try? UTF8Span(validating: word.span) else {
      throw .notText(position: index + 1)
    }
    return String(copying: text)
  }

  private func incomplete() -> UsageError {
    words.isEmpty
      ? .noCommand
      : .incompleteCommand(commandName, continuations: set.continuations(of: words).map(\.name))
  }

  // MARK: Words

  private mutating func take(_ word: String) throws(UsageError) {
    guard command == nil else {
      operands.append(word)
      return
    }
    words.append(word)
    if let found = set.command(at: words) {
      command = found
    } else if !set.isGroup(words) {
      throw unknownCommand(word)
    }
  }

  private func unknownCommand(_ word: String) -> UsageError {
    let group = Array(words.dropLast())
    guard !group.isEmpty else {
      return .unknownCommand(word, suggestions: set.suggestions(for: word))
    }
    let names = set.continuations(of: group).map { $0.path[group.count] }
    let near = Suggestion.near(word, among: names)
    return .unknownCommand(
      words.joined(separator: " "),
      suggestions: (near.isEmpty ? names : near).map { (group + [$0]).joined(separator: " ") })
  }

  private mutating func takeRest(
    of declaration: CommandDeclaration, afterSeparator: Bool
  ) throws(UsageError) {
    guard afterSeparator else { return }
    if declaration.takesRest {
      rest = Array(arguments[position...])
    } else {
      for index in position..<arguments.count { operands.append(try text(at: index)) }
    }
  }

  // MARK: Options

  private mutating func takeLongOption(_ word: String) throws(UsageError) {
    let name: String
    let attached: String?
    if let equals = word.firstIndex(of: "=") {
      name = String(word[..<equals].dropFirst(2))
      attached = String(word[word.index(after: equals)...])
    } else {
      name = String(word.dropFirst(2))
      attached = nil
    }
    if name == "version", command == nil, attached == nil {
      wantsVersion = true
      return
    }
    let global = GlobalOptions.all.first { $0.long == name }
    guard let option = declaration?.option(long: name) ?? global else {
      throw unknownOption("--\(name)")
    }
    try take(option, attached: attached)
  }

  private mutating func takeShortOptions(_ word: String) throws(UsageError) {
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      let global = GlobalOptions.all.first { $0.short == letter }
      guard let option = declaration?.option(short: letter) ?? global else {
        throw unknownOption("-\(letter)")
      }
      guard option.needsValue, !letters.isEmpty else {
        try take(option, attached: nil)
        continue
      }
      let attached = letters.first == "=" ? letters.dropFirst() : letters
      return try take(option, attached: String(attached))
    }
  }

  private mutating func take(_ option: Option, attached: String?) throws(UsageError) {
    switch option.value {
    case .none:
      guard attached == nil else {
        throw fault(.unexpectedValue, of: option)
      }
      given.add([], to: option.long)
      if option.long == "help" { wantsHelp = true }
    case .optional:
      try record(attached.map { [$0] } ?? [], for: option)
    case .one, .many:
      if let attached {
        try record([attached], for: option)
      } else {
        try record([try nextValue(for: option)], for: option)
      }
    }
  }

  private mutating func record(_ values: [String], for option: Option) throws(UsageError) {
    guard given[option.long] == nil || option.repeats else {
      throw fault(.repeated, of: option)
    }
    if values.first?.isEmpty == true, option.takesPath || !option.choices.isEmpty {
      throw missingValue(of: option)
    }
    if let value = values.first, !option.choices.isEmpty, !option.choices.contains(value) {
      throw fault(.badChoice(given: value, choices: option.choices), of: option)
    }
    given.add(values, to: option.long)
  }

  /// The word after the option. One that looks like an option is not taken: the value was forgotten.
  private mutating func nextValue(for option: Option) throws(UsageError) -> String {
    guard position < arguments.count else { throw missingValue(of: option) }
    let word = try text(at: position)
    guard !word.hasPrefix("-") || word == "-" else { throw missingValue(of: option) }
    position += 1
    return word
  }

  private func missingValue(of option: Option) -> UsageError {
    fault(.missingValue(placeholder: option.placeholder ?? "VALUE"), of: option)
  }

  private func fault(_ fault: OptionFault, of option: Option) -> UsageError {
    .option(fault, name: "--\(option.long)", command: command == nil ? nil : commandName)
  }

  private func unknownOption(_ typed: String) -> UsageError {
    guard let declaration else {
      let owners = set.declarations.filter { owner in
        owner.options.contains { "--\($0.long)" == typed }
      }
      return owners.isEmpty
        ? .unknownOption(
          typed, command: nil,
          suggestions: Suggestion.options(near: typed, among: GlobalOptions.all))
        : .optionBeforeCommand(typed, commands: owners.map(\.name))
    }
    return .unknownOption(
      typed, command: declaration.name,
      suggestions: Suggestion.options(
        near: typed, among: declaration.options + GlobalOptions.all))
  }

  private func checkExclusions(of declaration: CommandDeclaration) throws(UsageError) {
    for group in declaration.exclusions {
      let present = group.filter { given[$0] != nil }
      guard present.count < 2 else {
        throw .option(
          .excludes("--\(present[1])"), name: "--\(present[0])", command: declaration.name)
      }
    }
  }
}
