package import Vault

/// Names and references among the words of a line.
extension Invocation {
  /// The reference at this place, in the short form or as a URL.
  package func reference(at index: Int = 0) throws(CommandError) -> Reference {
    try Self.reference(operands[index])
  }

  package static func reference(_ text: String) throws(CommandError) -> Reference {
    try reporting { () throws(ReferenceProblem) in try Reference.parse(text) }
  }

  /// The name of a key, without version and field.
  package func keyName(at index: Int = 0) throws(CommandError) -> String {
    let reference = try reference(at: index)
    guard reference.version == nil, reference.field == nil else {
      throw .usage(.operand(.notAKey, command: declaration.name))
    }
    return reference.key
  }

  /// A name that does not exist yet.
  package func newKeyName(at index: Int) throws(CommandError) -> String {
    do throws(NameProblem) {
      return try KeyName(operands[index]).text
    } catch {
      throw .reference(.name(error))
    }
  }

  /// The tool at this place, `billing` or `billing@prod`, or with `--environment`.
  package func tool(at index: Int) throws(CommandError) -> ToolName {
    try tool(operands[index])
  }

  /// A tool as typed; `--environment`, where the command has it, names the environment too.
  package func tool(_ text: String) throws(CommandError) -> ToolName {
    let option = "environment"
    let separate = declaration.option(long: option) == nil ? nil : value(option)
    let name = try Self.toolName { () throws(NameProblem) in try ToolName(text) }
    guard let separate else { return name }
    guard name.environment == nil || name.environment == separate else {
      throw .usage(.operand(.twoEnvironments, command: declaration.name))
    }
    return try Self.toolName { () throws(NameProblem) in
      try ToolName(name: name.name, environment: separate)
    }
  }

  /// A tool as typed, where `--environment` means something else.
  package func plainTool(_ text: String) throws(CommandError) -> ToolName {
    try Self.toolName { () throws(NameProblem) in try ToolName(text) }
  }

  /// Refuses what cannot be the name of a field.
  package static func checkField(_ text: String) throws(CommandError) {
    do throws(NameProblem) {
      _ = try FieldName(text)
    } catch {
      throw .reference(.field(error))
    }
  }

  private static func toolName(
    _ make: () throws(NameProblem) -> ToolName
  ) throws(CommandError) -> ToolName {
    do throws(NameProblem) {
      return try make()
    } catch {
      throw .toolName(error)
    }
  }
}
