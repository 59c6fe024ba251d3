/// The help of a command, of a group of commands, and of the whole program, from declarations.
package struct HelpText: Sendable {
  /// No line is longer.
  package static let columns = 100

  private let set: CommandSet

  package init(_ set: CommandSet) {
    self.set = set
  }

  // MARK: One command

  package func command(_ declaration: CommandDeclaration) -> [String] {
    var lines = ["keyroll \(declaration.name): \(declaration.summary)", ""]
    lines += usage(of: declaration)
    if !declaration.discussion.isEmpty {
      lines += [""] + Wrapping.paragraphs(declaration.discussion, columns: Self.columns)
    }
    lines += section(
      "operands", declaration.operands.filter { !$0.help.isEmpty }.map { ($0.name, $0.help) })
    lines += section("options", declaration.options.map { ($0.synopsis, Self.help(of: $0)) })
    lines += section("global options", GlobalOptions.all.map { ($0.synopsis, Self.help(of: $0)) })
    lines += section("exit status", exits(of: declaration))
    lines += examples(of: declaration)
    return lines
  }

  private func usage(of declaration: CommandDeclaration) -> [String] {
    var line = "usage: keyroll \(declaration.name)"
    let rest = declaration.operands.filter(\.isRest)
    for operand in declaration.operands where !operand.isRest { line += " \(operand.synopsis)" }
    if !declaration.options.isEmpty { line += " [options]" }
    for operand in rest { line += " \(operand.synopsis)" }
    guard !declaration.aliases.isEmpty else { return [line] }
    let prefix = declaration.path.dropLast().map { "\($0) " }.joined()
    let others = declaration.aliases.map { "keyroll \(prefix)\($0)" }
    return [line, "       also: \(others.joined(separator: ", "))"]
  }

  static func help(of option: Option) -> String {
    var text = option.help
    if !option.choices.isEmpty { text += ": " + option.choices.joined(separator: ", ") }
    if let standard = option.defaultText { text += " (default: \(standard))" }
    return text
  }

  private func exits(of declaration: CommandDeclaration) -> [(String, String)] {
    guard declaration.ownFailure == nil else {
      return [
        ("125", "Keyroll failed before the command was started"),
        ("126", "the command was found and could not be executed"),
        ("127", "the command was not found"), ("other", "the command's own status"),
      ]
    }
    let always: [ExitStatus] = [.done, .unexpected, .usage]
    return ExitStatus.allCases.filter { always.contains($0) || declaration.exits.contains($0) }
      .map { (String($0.rawValue), $0.meaning) }
  }

  private func examples(of declaration: CommandDeclaration) -> [String] {
    guard !declaration.examples.isEmpty else { return [] }
    return ["", "examples:"]
      + declaration.examples.flatMap { ["  # \($0.purpose)", "  \($0.line)"] }
  }

  // MARK: Groups and the program

  package func group(_ words: [String]) -> [String] {
    let members = set.continuations(of: words).map { ($0.name, $0.summary) }
    return ["usage: keyroll \(words.joined(separator: " ")) COMMAND"] + section("commands", members)
      + ["", "more: keyroll help \(words.joined(separator: " ")) COMMAND"]
  }

  package func overview() -> [String] {
    var lines = [
      "keyroll: a vault for API keys that knows which tools use them, and rolls the keys", "",
      "usage: keyroll COMMAND [operands] [options]",
    ]
    for chapter in Chapter.allCases {
      let members = set.declarations.filter { Chapter(of: $0) == chapter }
      lines += section(chapter.rawValue, members.map { ($0.name, $0.summary) })
    }
    lines += section("global options", GlobalOptions.all.map { ($0.synopsis, Self.help(of: $0)) })
    return lines + ["", "more: keyroll help COMMAND, keyroll help exit-status"]
  }

  package func exitStatuses() -> [String] {
    ["exit status:"]
      + Self.columned(ExitStatus.allCases.map { (String($0.rawValue), $0.meaning) }, limit: 6)
      + [
        "", "keyroll run ends with the status of the command that it starts; 125 stands for any",
        "failure before that, 126 and 127 mean what they mean in a shell.",
      ]
  }

  // MARK: Columns

  private func section(_ title: String, _ rows: [(String, String)]) -> [String] {
    rows.isEmpty ? [] : ["", "\(title):"] + Self.columned(rows, limit: 30)
  }

  /// Two columns; a left side wider than the limit gets a line of its own.
  private static func columned(_ rows: [(String, String)], limit: Int) -> [String] {
    let left = min(limit, rows.map(\.0.count).max() ?? 0) + 4
    return rows.flatMap { row -> [String] in
      let text = Wrapping.lines(row.1, columns: columns, indent: left)
      let start = "  \(row.0)"
      guard start.count + 2 <= left else {
        return [start]
          + text.enumerated().map { index, line in
            index == 0 ? String(repeating: " ", count: left) + line : line
          }
      }
      let padded = start + String(repeating: " ", count: left - start.count)
      return [padded + (text.first ?? "")] + text.dropFirst()
    }
  }
}

/// How the overview is divided.
private enum Chapter: String, CaseIterable {
  case vault = "the vault"
  case keys = "keys"
  case roll = "tools and who uses what"
  case values = "giving values to tools"
  case rotation = "rolling a key"
  case program = "the program"

  init(of declaration: CommandDeclaration) {
    self =
      switch declaration.path[0] {
      case "init", "passwd", "slot", "recovery", "status", "log", "backup", "restore", "config",
        "accept-rollback":
        .vault
      case "set", "get", "list", "find", "show", "history", "edit", "mv", "rm": .keys
      case "tool", "target", "connect", "disconnect", "where", "uses": .roll
      case "emit", "export", "run": .values
      case "rotate", "ack", "revoke": .rotation
      default: .program
      }
  }
}
