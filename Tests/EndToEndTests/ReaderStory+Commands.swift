import Agent
import ByteCoding
import Vault

/// What programs of targets say, what somebody saw, and the way back.
extension ReaderStory {
  func runCommands() throws {
    try addTool(
      "desk", .environmentFile(path: directory + "/d.env", dialect: nil, commands: programs))
    try addTool(
      "night", .environmentFile(path: directory + "/n.env", dialect: nil, commands: programs))
    for (tool, key) in [("desk", "many/9"), ("night", "many/9"), ("night", "many/10")] {
      try connect(Connect(tool: try ToolName(tool), keys: [key]))
    }
    try emit()
    for key in ["many/9", "many/10"] { try stage(key, [("value", "next")]) }
    try emit()
    try run(.reload, "/n.env", "passed")
    try run(.verify, "/n.env", "passed")
    try change(.rollback(key: "many/10", to: nil))
    try emit()
    try run(.verify, "/d.env", "exit-1")
    try run(.reload, "/d.env", "passed")
    try begin(.reload, "/n.env")
    try edit("/n.env", "many/9")
  }

  private var programs: TargetCommands {
    TargetCommands(reload: ["/bin/true"], verify: ["/bin/true", "-v"])
  }

  private func selection(_ path: String) throws -> TargetSelection? {
    let response = try service.answer(.query(.emissionPlan(.everything)))
    guard case .plan(let plan) = consume response else { return nil }
    return plan.targets.first { $0.target.path?.hasSuffix(path) == true }?.selection
  }

  /// - Returns: What was noted, as if it had then been run.
  @discardableResult
  private func begin(
    _ step: Step, _ path: String
  ) throws -> (TargetSelection, operation: Identifier)? {
    guard let selection = try selection(path) else { return nil }
    let wish = CommandWish(selection: selection, step: step)
    let response = try service.answer(.change(.intendCommands([wish])))
    guard case .operations(let operations) = consume response, let operation = operations.first
    else { return nil }
    return (selection, operation)
  }

  private func run(_ step: Step, _ path: String, _ code: String) throws {
    guard let (selection, operation) = try begin(step, path) else { return }
    let report = CommandReport(
      selection: selection, operation: operation, step: step, code: code)
    try change(.recordCommands([report]))
  }

  /// Somebody changed a file by hand.
  private func edit(_ path: String, _ key: String) throws {
    guard let selection = try selection(path),
      case .keys(let keys) = try service.answer(
        .query(.keys(KeyFilter())))
    else { return }
    guard let id = keys.first(where: { $0.name == key })?.id,
      let item = selection.versions.first(where: { $0.key == id })
    else { return }
    try change(
      .observe([
        .drift(
          tool: selection.tool, target: selection.target, key: item.key, version: item.version,
          level: .pending, cause: .edited)
      ]))
  }
}
