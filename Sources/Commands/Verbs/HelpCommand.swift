package enum HelpCommand: Command {
  package static let declaration = CommandDeclaration(
    "help", summary: "explain a command, or list them all",
    discussion: "keyroll help exit-status lists every status that the program ends with.",
    operands: [Operand("COMMAND", .optionalMany, .text, "the words of a command, or exit-status")],
    examples: [
      Example("keyroll help help", "everything about one command"),
      Example("keyroll version --help", "the same from the command itself"),
    ])

  private static let exitTopic = "exit-status"

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    try show(invocation.operands, of: .keyroll, session)
  }

  static func show(
    _ words: [String], of set: CommandSet, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let lines = try text(about: words, in: set)
    guard session.printer.isJSON else {
      try session.printer.lines(lines)
      return .done
    }
    try session.printer.object([
      ("topic", .text(words.joined(separator: " "))),
      ("text", .text(lines.joined(separator: "\n"))),
    ])
    return .done
  }

  private static func text(
    about words: [String], in set: CommandSet
  ) throws(CommandError) -> [String] {
    let help = HelpText(set)
    if words.isEmpty { return help.overview() }
    if words == [exitTopic] { return help.exitStatuses() }
    if let command = set.command(at: words) { return help.command(command.declaration) }
    if set.isGroup(words) { return help.group(words) }
    let topic = words.joined(separator: " ")
    throw .usage(
      .unknownTopic(
        topic, suggestions: Suggestion.near(topic, among: set.declarations.map(\.name))))
  }
}
