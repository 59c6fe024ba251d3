package import Platform
package import Vault

/// What a command is told about the step that it is run for. Nothing of it is secret.
package struct CommandFacts: Sendable {
  package var tool: String
  package var step: Step
  /// The same whenever the step is run again because its result did not become known.
  package var operation: String
  /// Path of the target, or its kind where it has none.
  package var target: String
  package var keys: [String]

  package init(tool: String, step: Step, operation: String, target: String, keys: [String]) {
    self.tool = tool
    self.step = step
    self.operation = operation
    self.target = target
    self.keys = keys
  }
}

extension CommandFacts {
  private static let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

  /// Where the user's services and their bus are to be found.
  private static let inherited = ["XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"]

  /// A clean environment: who the user is, and these facts.
  package func environment() throws(SystemError) -> EnvironmentBlock {
    var block = try EnvironmentBlock(inheriting: Self.inherited)
    let user = User.current
    try block.set(name: "PATH", value: Self.path)
    try block.set(name: "HOME", value: user.home ?? "/")
    try block.set(name: "USER", value: user.name)
    try block.set(name: "LANG", value: "C.UTF-8")
    try block.set(name: "KEYROLL_TOOL", value: tool)
    try block.set(name: "KEYROLL_STEP", value: step.rawValue)
    try block.set(name: "KEYROLL_OPERATION", value: operation)
    try block.set(name: "KEYROLL_TARGET", value: target)
    try block.set(name: "KEYROLL_KEYS", value: keys.joined(separator: " "))
    return block
  }
}
