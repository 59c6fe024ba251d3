/// An option of a command, or of all commands.
package struct Option: Sendable {
  package enum Value: Sendable {
    case none
    /// May be given once.
    case one(String)
    /// May be repeated.
    case many(String)
    /// `--generate` or `--generate=LEN`: a value only after `=`.
    case optional(String)
  }

  package var long: String
  package var short: Character?
  package var value: Value
  package var help: String
  /// What holds when the option is not given, as shown in the help text.
  package var defaultText: String?
  /// The values it may have; empty when any may be given.
  package var choices: [String]
  package var takesPath: Bool

  package init(
    _ long: String, short: Character? = nil, _ value: Value, _ help: String,
    default defaultText: String? = nil, choices: [String] = [], path: Bool = false
  ) {
    self.long = long
    self.short = short
    self.value = value
    self.help = help
    self.defaultText = defaultText
    self.choices = choices
    self.takesPath = path
  }

  /// An option without a value.
  package init(_ long: String, short: Character? = nil, _ help: String) {
    self.init(long, short: short, .none, help)
  }

  package var placeholder: String? {
    switch value {
    case .none: nil
    case .one(let name), .many(let name), .optional(let name): name
    }
  }

  package var needsValue: Bool {
    switch value {
    case .one, .many: true
    case .none, .optional: false
    }
  }

  package var repeats: Bool {
    if case .many = value { return true }
    return false
  }

  /// As in a list of options: `-o, --output FILE`, `--generate[=LEN]`, `--tag T…`.
  package var synopsis: String {
    let name = (short.map { "-\($0), " } ?? "") + "--\(long)"
    switch value {
    case .none: return name
    case .one(let placeholder): return "\(name) \(placeholder)"
    case .many(let placeholder): return "\(name) \(placeholder)…"
    case .optional(let placeholder): return "\(name)[=\(placeholder)]"
    }
  }
}
