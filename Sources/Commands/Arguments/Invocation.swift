/// A command line that fits its declaration.
package struct Invocation: Sendable {
  package var declaration: CommandDeclaration
  package var operands: [String]
  /// What stood after `--` of a command that takes such words, byte for byte.
  package var rest: [[UInt8]]
  private var given: GivenOptions

  package init(
    _ declaration: CommandDeclaration, operands: [String] = [], rest: [[UInt8]] = [],
    given: GivenOptions = GivenOptions()
  ) {
    self.declaration = declaration
    self.operands = operands
    self.rest = rest
    self.given = given
  }

  package func has(_ option: String) -> Bool {
    assert(
      declaration.option(long: option) != nil,
      "Commands: \(declaration.name) does not declare --\(option)")
    return given[option] != nil
  }

  package func flag(_ option: String) -> Bool { has(option) }

  package func value(_ option: String) -> String? {
    has(option) ? given[option]?.last : nil
  }

  package func values(_ option: String) -> [String] {
    has(option) ? given[option] ?? [] : []
  }

  /// The only, or the first, operand. Traps if the declaration does not require one.
  package var operand: String {
    precondition(!operands.isEmpty, "Commands: \(declaration.name) requires no operand")
    return operands[0]
  }
}

/// The options of a line by their long names, in the order given. A list, because lines are short and
/// a dictionary has to be taught at start-up how its keys are told apart.
package struct GivenOptions: Sendable {
  private var entries: [(name: String, values: [String])] = []

  package init() {}

  /// Nil for an option that was not given, empty for one without a value.
  package subscript(_ name: String) -> [String]? {
    for entry in entries where entry.name == name { return entry.values }
    return nil
  }

  /// Gives an option, or more values to one that was given already.
  package mutating func add(_ values: [String], to name: String) {
    for index in entries.indices where entries[index].name == name {
      entries[index].values += values
      return
    }
    entries.append((name, values))
  }
}
