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
    of tool: ToolName, only: [String] = []
  ) throws(CommandError) -> ToolEnvironment {
    let response: Response
    do throws(CommandError) {
      response = try answer(.environment(EnvironmentRequest(tool: tool, only: only)))
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

  /// Every variable under which the tool was ever connected.
  func everConnected(_ tool: ToolName) throws(CommandError) -> [String] {
    guard case .names(let names) = try answer(.query(.everConnected(tool))) else {
      throw .unexpectedAnswer
    }
    return names
  }
}
