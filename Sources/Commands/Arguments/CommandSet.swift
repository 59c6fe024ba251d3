/// The commands that a program knows, and how typed words find them.
package struct CommandSet: Sendable {
  /// By the name in the declaration: a command is found, and started, without making the
  /// declarations of all the others.
  package let commands: KeyValuePairs<String, any Command.Type>

  package init(_ commands: KeyValuePairs<String, any Command.Type>) {
    self.commands = commands
  }

  package var declarations: [CommandDeclaration] { commands.map { $0.value.declaration } }

  /// The command with exactly these words, aliases included.
  package func command(at words: [String]) -> (any Command.Type)? {
    // A word with a blank inside is no name, although it may look like two.
    guard !words.contains(where: { $0.utf8.contains(UInt8(ascii: " ")) }) else { return nil }
    let name = Self.line(words)
    for (key, command) in commands where key == name { return command }
    guard !isGroup(words) else { return nil }
    return commands.first { $0.value.declaration.answers(to: words) }?.value
  }

  /// Whether these words, such as `tool`, are how other commands begin. None is an alias.
  package func isGroup(_ words: [String]) -> Bool {
    let start = Self.line(words) + " "
    return commands.contains { $0.key.hasPrefix(start) }
  }

  private static func line(_ words: [String]) -> String {
    var line = ""
    for word in words { line += line.isEmpty ? word : " " + word }
    return line
  }

  /// The commands below a word such as `tool`.
  package func continuations(of words: [String]) -> [CommandDeclaration] {
    declarations.filter {
      $0.path.count > words.count && Array($0.path.prefix(words.count)) == words
    }
  }

  /// The first words of all commands, in the order in which they were declared.
  package var verbs: [String] {
    var seen: Set<String> = []
    return declarations.map { $0.path[0] }.filter { seen.insert($0).inserted }
  }

  /// What the user may have meant: a name near the typed one, or what another tool calls it.
  package func suggestions(for word: String) -> [String] {
    if let habit = Habit.command(for: word),
      continuations(of: []).contains(where: {
        $0.name == habit
      })
    {
      return [habit]
    }
    let names = verbs + declarations.filter { $0.path.count == 1 }.flatMap(\.aliases)
    return Suggestion.near(word, among: names)
  }
}

extension CommandDeclaration {
  func answers(to words: [String]) -> Bool {
    guard words.count == path.count, words.dropLast() == path.dropLast() else { return false }
    return words.last == path.last || words.last.map(aliases.contains) == true
  }
}

/// Verbs that users of other secret managers type, and the command that does it here.
enum Habit {
  private static let verbs: [String: String] = [
    "add": "set", "append": "set", "create": "set", "insert": "set", "new": "set", "put": "set",
    "save": "set", "store": "set", "write": "set",
    "cat": "get", "print": "get", "reveal": "get", "view": "show",
    "del": "rm", "delete": "rm", "destroy": "rm", "remove": "rm", "unset": "rm",
    "rename": "mv", "move": "mv",
    "keys": "list", "secrets": "list", "search": "find", "grep": "find",
    "env": "run", "start": "run", "exec-env": "run",
    "link": "connect", "attach": "connect", "unlink": "disconnect", "detach": "disconnect",
    "dump": "export", "sync": "emit", "write-env": "emit", "apply": "emit",
    "setup": "init", "passphrase": "passwd", "password": "passwd", "roll": "rotate",
    "acknowledge": "ack", "deactivate": "revoke", "audit": "log", "events": "log",
    "settings": "config", "users": "where", "who": "where", "demo": "tour",
    "drift": "verify", "discover": "where", "check-rotations": "due", "expiring": "due",
    "completions": "completion", "man": "help",
  ]

  static func command(for word: String) -> String? { verbs[word] }
}
