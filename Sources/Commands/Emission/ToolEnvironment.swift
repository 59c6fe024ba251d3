package import Agent
package import SecretMemory
package import Vault

/// The variables of a tool with their values.
package struct ToolEnvironment: ~Copyable {
  package let view: EnvironmentView
  package let variables: SecretFields
}

extension Session {
  /// - Parameter only: these variables; empty means all.
  package func environment(
    of tool: ToolName, only: [String] = [], for purpose: UsePurpose
  ) throws(CommandError) -> ToolEnvironment {
    let response: Response
    do throws(CommandError) {
      response = try answer(
        .environment(EnvironmentRequest(tool: tool, only: only, purpose: purpose)))
    } catch {
      // What is no field to the vault is a variable to whoever typed it.
      guard case .service(.unknownField(let name, let known)) = error else { throw error }
      throw .roll(.unknownVariable(name, known: known))
    }
    switch consume response {
    case .variables(let view, let variables):
      return ToolEnvironment(view: view, variables: variables)
    default: throw .unexpectedAnswer
    }
  }

  /// The variables of the tool that this process is, by its user, from the machine's agent.
  ///
  /// - Parameter tool: which one, where the user has several.
  package func ownEnvironment(
    as tool: ToolName?, only: [String]
  ) throws(CommandError) -> ToolEnvironment {
    guard let agent = try systemAgent() else { throw .agent(.noneForSystem) }
    let answer = try reporting { () throws(AgentClientError) in
      try agent.answer(.toolEnvironment(ToolEnvironmentRequest(tool: tool, only: only)))
    }
    switch consume answer {
    case .service(.variables(let view, let variables)):
      return ToolEnvironment(view: view, variables: variables)
    default: throw .unexpectedAnswer
    }
  }

  /// Every variable under which the tool was ever connected.
  func everConnected(_ tool: ToolName) throws(CommandError) -> [String] {
    guard case .names(let names) = try answer(.query(.everConnected(tool))) else {
      throw .unexpectedAnswer
    }
    return names
  }
}
