/// Everything there is to know about a command without running it. The parser, the help text,
/// suggestions, completions and the reference table are all made from this.
package struct CommandDeclaration: Sendable {
  /// The words that a user types after the program's name: `tool add`.
  package let name: String
  /// Other names for the last word of ``name``.
  package var aliases: [String]
  /// One line, lower case, without a full stop.
  package var summary: String
  /// Paragraphs, wrapped when shown. A line that starts with a blank is kept as it is.
  package var discussion: String
  package var operands: [Operand]
  package var options: [Option]
  /// Groups of options of which at most one may be given.
  package var exclusions: [[String]]
  /// The statuses besides `done`, `unexpected` and `usage` that the command may end with.
  package var exits: [ExitStatus]
  package var examples: [Example]
  /// The status of every failure before another program takes over; nil for ordinary commands.
  package var ownFailure: Int32?

  package init(
    _ name: String, aliases: [String] = [], summary: String, discussion: String = "",
    operands: [Operand] = [], options: [Option] = [], exclusions: [[String]] = [],
    exits: [ExitStatus] = [], examples: [Example] = [], ownFailure: Int32? = nil
  ) {
    self.name = name
    self.aliases = aliases
    self.summary = summary
    self.discussion = discussion
    self.operands = operands
    self.options = options
    self.exclusions = exclusions
    self.exits = exits
    self.examples = examples
    self.ownFailure = ownFailure
  }

  /// `["tool", "add"]` for `keyroll tool add`.
  package var path: [String] { name.split(separator: " ").map(String.init) }

  /// An option of the command itself or a global one.
  package func option(long: String) -> Option? {
    options.first { $0.long == long } ?? GlobalOptions.all.first { $0.long == long }
  }

  package func option(short: Character) -> Option? {
    options.first { $0.short == short } ?? GlobalOptions.all.first { $0.short == short }
  }
}

/// A word on the line that is not an option.
package struct Operand: Sendable {
  package enum Count: Sendable {
    case one, optional, many, optionalMany
    /// Everything after `--`, at least one word, taken byte for byte.
    case rest
  }

  package var name: String
  package var count: Count
  package var kind: Kind
  package var help: String

  /// What the word stands for: a shell completes it by this, and a key's name may not hold a `=`.
  package enum Kind: Sendable { case text, key, tool, path, words([String]) }

  package init(_ name: String, _ count: Count, _ kind: Kind, _ help: String) {
    self.name = name
    self.count = count
    self.kind = kind
    self.help = help
  }

  package var isRequired: Bool {
    switch count {
    case .one, .many, .rest: true
    case .optional, .optionalMany: false
    }
  }

  /// As in a usage line: `KEY`, `[TOOL]`, `KEY…`, `-- CMD…`.
  package var synopsis: String {
    switch count {
    case .one: name
    case .optional: "[\(name)]"
    case .many: "\(name)…"
    case .optionalMany: "[\(name)…]"
    case .rest: "-- \(name)…"
    }
  }
}

/// A line that can be typed, and what it does.
package struct Example: Sendable {
  package var line: String
  package var purpose: String
  package init(_ line: String, _ purpose: String) {
    self.line = line
    self.purpose = purpose
  }
}
