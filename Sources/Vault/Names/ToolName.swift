/// The name of a tool and, where it has several, the environment: `billing` or `billing@prod`.
/// Each is one segment of letters, digits, `.`, `_` and `-`.
package struct ToolName: Hashable, Sendable {
  package let name: String
  package let environment: String?

  package init(name: String, environment: String?) throws(NameProblem) {
    try NameRule.check(name, allowsSegments: false)
    if let environment { try NameRule.check(environment, allowsSegments: false) }
    self.name = name
    self.environment = environment
  }

  /// Reads `NAME` or `NAME@ENVIRONMENT`.
  package init(_ text: String) throws(NameProblem) {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    try self.init(
      name: String(parts.first ?? ""), environment: parts.count > 1 ? String(parts[1]) : nil)
  }

  /// As typed.
  package var text: String { environment.map { "\(name)@\($0)" } ?? name }

  /// Names with the same folded form are the same name, apart from the environment.
  package var folded: String { Vault.folded(name) }

  /// As somebody who has the vault open lists the tool, which may be a name that cannot be given.
  package init(listed name: String, environment: String?) {
    self.name = name
    self.environment = environment
  }

  /// As the tool is listed, which after a merge may be a name that cannot be given.
  package init(of tool: Tool) {
    name = tool.name
    environment = tool.environment
  }
}
