import ByteCoding
import Testing
import Vault

/// Programs of targets, played.
extension Scene {
  /// A target on this machine with programs of the names given.
  func target(
    _ kind: TargetKind = .environmentFile, reload: Bool = false, verify: Bool = false,
    machine: String = "here"
  ) -> NewTarget {
    var attributes = Attributes()
    if kind == .command { attributes["command"] = ["/bin/put"] }
    if reload { attributes["reload"] = ["/bin/reload"] }
    if verify { attributes["verify"] = ["/bin/verify"] }
    return NewTarget(kind: kind, machine: machine, attributes: attributes)
  }

  @discardableResult
  mutating func addTool(
    _ name: String, targets: [NewTarget], attributes: [(String, [String])] = []
  ) throws -> Identifier {
    let name = try ToolName(name)
    try apply(
      try state.decideAddTool(
        NewTool(name: name, attributes: Attributes(attributes)), targets: targets, &context))
    return try state.find(tool: name).id
  }

  func targetID(_ tool: Identifier, _ place: Int = 0) throws -> Identifier {
    try #require(try state.tool(tool)?.targets[place].id)
  }

  /// What a target holds, as far as is known.
  func held(_ tool: Identifier, _ place: Int = 0) throws -> [KeyVersion] {
    let target = try targetID(tool, place)
    return try state.uses(ofTool: tool).compactMap { entry in
      entry.adoption.target(target)?.version.map { KeyVersion(key: entry.key.id, version: $0) }
    }.sorted { $0.key < $1.key }
  }

  /// Notes a command of a target, under what identifier it is to run.
  mutating func intend(
    _ step: Step, _ tool: Identifier, at place: Int = 0, _ versions: [KeyVersion]? = nil
  ) throws -> Identifier {
    let target = try targetID(tool, place)
    let plan = CommandPlan(
      tool: tool, target: target, step: step, versions: try versions ?? held(tool, place))
    let (events, operations) = try state.decideIntendCommands([plan], &context)
    try apply(events)
    return try #require(operations.first)
  }

  mutating func end(
    _ operation: Identifier, _ tool: Identifier, at place: Int = 0, _ code: String = "passed"
  ) throws {
    let result = CommandResult(
      tool: tool, target: try targetID(tool, place), operation: operation, code: code)
    try apply(try state.decideRecordCommands([result], &context))
  }

  /// Runs a command of a target.
  mutating func run(
    _ step: Step, _ tool: Identifier, at place: Int = 0, _ code: String = "passed"
  ) throws {
    try end(try intend(step, tool, at: place), tool, at: place, code)
  }

  mutating func waive(_ tool: Identifier, _ key: Identifier) throws {
    try apply(try state.decideWaive(tool: tool, key: key, reason: "off", &context))
  }

  mutating func abort(_ key: Identifier) throws {
    try apply(try state.decideAbort(key: key))
  }

  @discardableResult
  mutating func rollBack(_ key: Identifier, to number: UInt64? = nil) throws -> Identifier {
    let next = try version(of: key)
    try apply(try state.decideRollback(key: key, to: number, next, &context))
    return next.id
  }

  mutating func observe(_ observations: Observation...) throws {
    try apply(try state.decideObserve(observations, &context))
  }

  mutating func removeTarget(_ tool: Identifier, _ place: Int) throws {
    let target = try targetID(tool, place)
    try apply(try state.decideRemoveTarget(tool: tool, target: target, &context))
  }

  mutating func editTool(_ tool: Identifier, _ changes: [(String, [String])]) throws {
    try apply(try state.decideEditTool(tool, Attributes(changes), &context))
  }

  func isOpen(_ key: Identifier) throws -> Bool { try state.openRotation(ofKey: key) != nil }

  func entry(_ tool: Identifier, _ key: Identifier) throws -> RollEntry {
    try #require(try state.roll(ofKey: key).first { $0.tool.id == tool })
  }

  /// Names of the tools that a tool waits for.
  func waits(_ tool: Identifier, _ key: Identifier) throws -> [String] {
    try entry(tool, key).waits.map(\.text)
  }

  func steps(_ tool: Identifier, _ place: Int = 0) throws -> Set<Step> {
    try state.steps(tool: tool, target: try targetID(tool, place))
  }
}
