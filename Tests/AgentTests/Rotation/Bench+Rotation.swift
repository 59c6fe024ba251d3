import Agent
import ByteCoding
import SecretMemory
import Vault

extension Bench {
  /// A tool with a file here, and commands.
  func addTool(_ name: String, path: String, _ commands: TargetCommands) throws {
    try add(name, .environmentFile(path: path, dialect: nil, commands: commands))
  }

  func add(_ name: String, _ target: TargetDescription?) throws {
    _ = try service.answer(
      .change(
        .addTool(
          AddTool(
            tool: try ToolName(name), attributes: Attributes(), target: target, like: nil))))
  }

  @discardableResult
  func change(_ change: Change) throws -> [Note] {
    let response = try service.answer(.change(change))
    guard case .done(let notes) = consume response else { throw Unexpected() }
    return notes
  }

  func stage(_ wish: StageRotation, _ value: String, field: String = "value") throws
    -> StagedRotation
  {
    let response = try service.answer(
      .stageRotation(wish, try Self.fields([(field, value)])))
    guard case .staged(let staged) = consume response else { throw Unexpected() }
    return staged
  }

  func rollBack(_ key: String, to number: UInt64? = nil) throws -> StagedRotation {
    let response = try service.answer(.change(.rollback(key: key, to: number)))
    guard case .staged(let staged) = consume response else { throw Unexpected() }
    return staged
  }

  /// Notes that a step of these targets is about to run.
  func intend(_ step: Step, _ targets: [PlannedTarget]) throws -> [Identifier] {
    let response = try service.answer(
      .change(
        .intendCommands(targets.map { CommandWish(selection: $0.selection, step: step) })))
    guard case .operations(let ids) = consume response else { throw Unexpected() }
    return ids
  }

  @discardableResult
  func record(
    _ step: Step, _ target: PlannedTarget, _ operation: Identifier, _ code: String
  ) throws -> [Note] {
    try change(
      .recordCommands([
        CommandReport(
          selection: target.selection, operation: operation, step: step, code: code)
      ]))
  }

  /// Runs a step of a target, as far as the service can tell.
  @discardableResult
  func run(_ step: Step, _ target: PlannedTarget, _ code: String = "passed") throws -> [Note] {
    try record(step, target, try intend(step, [target])[0], code)
  }

  func planned(_ tool: String) throws -> PlannedTarget {
    guard let target = try plan(.tool(try ToolName(tool))).targets.first else {
      throw Unexpected()
    }
    return target
  }

  func rotations(_ key: String? = nil) throws -> [RotationView] {
    let response = try service.answer(.query(.rotations(key: key)))
    guard case .rotations(let views) = consume response else { throw Unexpected() }
    return views
  }

  func recognize(
    _ values: [(String, String)], _ scope: RecognitionScope = .everything
  ) throws -> [[String]] {
    let response = try service.answer(.recognize(scope, try Self.fields(values)))
    guard case .recognized(let found) = consume response else { throw Unexpected() }
    return found.map { $0.matches.map { "\($0.key)#\($0.field)@\($0.version)" } }
  }

  /// Reason, key, and what else tells the line apart.
  func due(within days: Int64 = 14, unused: Int64 = 90) throws -> [DueLine] {
    let wish = DueWish(within: days * 86_400, unused: unused * 86_400)
    let response = try service.answer(.query(.due(wish)))
    guard case .due(let lines) = consume response else { throw Unexpected() }
    return lines
  }
}
