/// A command line that fits its declaration.
package struct Invocation: Sendable {
  package var declaration: CommandDeclaration
  package var operands: [String]
  /// What stood after `--` of a command that takes such words, byte for byte.
  package var rest: [[UInt8]]
  /// By long name, in the order given. An option without a value has an empty list of values.
  private var given: [String: [String]]

  package init(
    _ declaration: CommandDeclaration, operands: [String] = [], rest: [[UInt8]] = [],
    given: [String: [String]] = [:]
  ) {
    self.declaration = declaration
    self.operands = operands
    self.rest = rest
    self.given = given
  }

  package func has(_ option: String) -> Bool {
    precondition(
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
