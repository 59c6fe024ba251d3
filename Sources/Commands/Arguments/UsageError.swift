/// Why a command line was not understood. Facts only; worded in `Diagnostic+Usage.swift`.
/// No case carries text that could be a secret: a refused `KEY=value` keeps the name alone.
package enum UsageError: Error, Equatable, Sendable {
  case noCommand
  case unknownCommand(String, suggestions: [String])
  /// `keyroll tool` without a word after it.
  case incompleteCommand(String, continuations: [String])
  case unknownOption(String, command: String?, suggestions: [String])
  /// The option exists, and stands after the command that has it.
  case optionBeforeCommand(String, commands: [String])
  /// `name` with its dashes; `command` is nil before the command was read.
  case option(OptionFault, name: String, command: String?)
  case operand(OperandFault, command: String)
  /// A word that is not UTF-8; the first word after the program's name is number 1.
  case notText(position: Int)
  /// `KEY=value` where a key was meant.
  case valueOnCommandLine(key: String)
  case unknownTopic(String, suggestions: [String])
}

/// What is wrong with an option that exists.
package enum OptionFault: Equatable, Sendable {
  case missingValue(placeholder: String)
  case unexpectedValue
  case repeated
  case excludes(String)
  /// It makes no sense without another one.
  case needs(String)
  case badNumber(least: Int, most: Int)
  case badDescriptor
  case badDuration
  /// A duration that is too short or too long here; both limits as durations.
  case durationOutside(least: String, most: String)
  case badDate
  case badChoice(given: String, choices: [String])
  case badAssignment(form: String)
}

package enum OperandFault: Equatable, Sendable {
  /// As in a usage line.
  case missing(String)
  /// The position counts from one. The word itself is not kept: it may be a value.
  case surplus(position: Int)
  /// A key alone is meant, without version or field.
  case notAKey
  /// Two words of the line name two environments.
  case twoEnvironments
}
