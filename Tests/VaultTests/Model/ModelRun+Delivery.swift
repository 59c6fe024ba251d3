import ByteCoding
import Vault

/// Targets, what is written to them, and what is learnt of them.
extension ModelRun {
  mutating func playTargets(_ command: Command) throws -> (Refused?, Refused?) {
    switch command {
    case .addTarget(let tool): try addTarget(tool)
    case .removeTarget(let tool, let target):
      try both({ r throws(Refused) in r.removeTarget(tool, target) }) { scene, id in
        try scene.apply(
          try scene.state.decideRemoveTarget(
            tool: id(.tool(tool)), target: id(.target(target)), &scene.context))
      }
    case .move(let tool, let target):
      try edit(tool, target, [("path", ["/srv/\(draw())"])], isMoved: true) { _ in }
    case .programs(let tool, let target, let reloads, let verifies):
      try edit(
        tool, target,
        [
          ("reload", reloads ? ["/bin/reload"] : []), ("verify", verifies ? ["/bin/verify"] : []),
        ], isMoved: false
      ) { ($0.reloads, $0.verifies) = (reloads, verifies) }
    default: throw Unknown()
    }
  }

  private mutating func addTarget(_ tool: Int) throws -> (Refused?, Refused?) {
    let number = draw()
    var target = Model.Target(
      kind: generator.pick([.file, .file, .file, .program, .hand]),
      machine: generator.pick(["here", "here", "there"]))
    if target.isWritten {
      (target.reloads, target.verifies) = (generator.chance(35), generator.chance(30))
    }
    model.addTarget(tool, number, target)
    let kind: TargetKind =
      switch target.kind {
      case .file: .environmentFile
      case .program: .command
      case .hand: .manual
      }
    let id = try name(tool, in: tools)
    let new = scene.target(
      kind, reload: target.reloads, verify: target.verifies, machine: target.machine)
    let found = try attempt { scene in
      try scene.apply(try scene.state.decideAddTarget(tool: id, new, &scene.context))
    }
    targets[number] = try scene.state.tool(id)?.targets.last?.id
    return (nil, found)
  }

  private mutating func edit(
    _ tool: Int, _ target: Int, _ changes: [(String, [String])], isMoved: Bool,
    _ change: (inout Model.Target) -> Void
  ) throws -> (Refused?, Refused?) {
    try both({ r throws(Refused) in
      try r.editTarget(tool, target, isMoved: isMoved, change)
    }) { scene, id in
      try scene.apply(
        try scene.state.decideEditTarget(
          tool: id(.tool(tool)), target: id(.target(target)), Attributes(changes), &scene.context))
    }
  }

  // MARK: Delivery

  mutating func playDelivery(_ command: Command) throws -> (Refused?, Refused?) {
    switch command {
    case .beginWriting(let tool, let target, let machine):
      work(on: machine)
      let kind = model.tools[tool]?.targets[target]?.kind
      return kind == .program
        ? try beginDelivering(tool, target, machine) : try beginWriting(tool, target, machine)
    case .finishWriting(let place, let succeeds, let changed):
      guard place < writes.count else { return (nil, nil) }
      return try finish(writes.remove(at: place), succeeds, changed)
    case .beginStep(let step, let tool, let target, let machine):
      work(on: machine)
      return try begin(step, tool, target, machine)
    case .endStep(let place, let passes):
      guard place < issued.count else { return (nil, nil) }
      return try end(issued.remove(at: place), passes)
    default: throw Unknown()
    }
  }

  private mutating func work(on machine: String) {
    scene.context = DecisionContext(
      now: scene.context.now, ids: scene.context.ids, machine: machine)
  }

  private mutating func beginWriting(
    _ tool: Int, _ target: Int, _ machine: String
  ) throws -> (Refused?, Refused?) {
    var versions: [Int: Int] = [:]
    let refused = expect { r throws(Refused) in
      versions = try r.beginWriting(tool, target, on: machine)
    }
    let (toolID, targetID) = (try name(tool, in: tools), try name(target, in: targets))
    let found = try attempt { scene in
      try scene.apply(
        try scene.state.decideIntend(tool: toolID, target: targetID, &scene.context))
    }
    if refused == nil { writes.append(Write(tool: tool, target: target, versions: versions)) }
    return (refused, found)
  }

  private mutating func beginDelivering(
    _ tool: Int, _ target: Int, _ machine: String
  ) throws -> (Refused?, Refused?) {
    let next = draw()
    var given: (versions: [Int: Int], operation: Int) = ([:], 0)
    let refused = expect { r throws(Refused) in
      given = try r.beginDelivering(tool, target, on: machine, next: next)
    }
    let id = try name(tool, in: tools)
    let found = try note(.deliver, tool, target, given.operation) { scene in
      try scene.state.emission(ofTool: id).versions
    }
    if refused == nil {
      writes.append(Write(tool: tool, target: target, versions: given.versions))
    }
    return (refused, found)
  }

  private mutating func begin(
    _ step: Model.Step, _ tool: Int, _ target: Int, _ machine: String
  ) throws -> (Refused?, Refused?) {
    let next = draw()
    let held = model.held(tool, target)
    var operation = next
    let refused = expect { r throws(Refused) in
      operation = try r.begin(step, tool, target, held, on: machine, next: next)
    }
    let versions = try keyVersions(held)
    let found = try note(step == .reload ? .reload : .verify, tool, target, operation) { _ in
      versions
    }
    if refused == nil {
      issued.append(Issued(tool: tool, target: target, number: operation))
    }
    return (refused, found)
  }

  /// Notes an operation in the vault; one that the model knows already has to keep its
  /// identifier, another one has to have another.
  private mutating func note(
    _ step: Step, _ tool: Int, _ target: Int, _ number: Int,
    _ versions: (Scene) throws -> [KeyVersion]
  ) throws -> Refused? {
    let (toolID, targetID) = (try name(tool, in: tools), try name(target, in: targets))
    var drawn: Identifier?
    let scene = scene
    let found = try attempt { changing in
      let plan = CommandPlan(
        tool: toolID, target: targetID, step: step, versions: try versions(scene))
      let (events, operations) = try changing.state.decideIntendCommands(
        [plan], &changing.context)
      try changing.apply(events)
      drawn = operations.first
    }
    guard let drawn else { return found }
    if let known = operations[number], known != drawn { return .alreadyTaken }
    if operations.contains(where: { $0.key != number && $0.value == drawn }) {
      return .alreadyTaken
    }
    operations[number] = drawn
    return found
  }

  private mutating func finish(
    _ write: Write, _ succeeds: Bool, _ changed: Bool
  ) throws -> (Refused?, Refused?) {
    guard let tool = tools[write.tool], let target = targets[write.target],
      write.versions.keys.allSatisfy({ keys[$0] != nil })
    else { return (nil, nil) }
    let outcome: EmissionResult.Outcome =
      succeeds
      ? .emitted(try fingerprints(write.versions), changed: changed)
      : .failed(try keyVersions(write.versions), reason: "disk-full")
    model.finishWriting(
      write.tool, write.target, write.versions, succeeds: succeeds, isChanged: changed)
    let result = EmissionResult(tool: tool, target: target, outcome: outcome)
    return (
      nil,
      try attempt { scene in
        try scene.apply(try scene.state.decideRecordEmission([result], &scene.context))
      }
    )
  }

  private mutating func end(_ operation: Issued, _ passes: Bool) throws -> (Refused?, Refused?) {
    guard let id = operations[operation.number] else { return (nil, nil) }
    model.end(operation.number, operation.tool, operation.target, passes: passes)
    let result = CommandResult(
      tool: try name(operation.tool, in: tools), target: try name(operation.target, in: targets),
      operation: id, code: passes ? CommandEnded.passed : "exit-1")
    return (
      nil,
      try attempt { scene in
        try scene.apply(try scene.state.decideRecordCommands([result], &scene.context))
      }
    )
  }

  // MARK: What is learnt

  mutating func playAdoption(_ command: Command) throws -> (Refused?, Refused?) {
    switch command {
    case .acknowledge(let tool, let key, let level):
      let claim = AdoptionLevel.Claim.allCases[level - 1]
      return try both({ r throws(Refused) in try r.acknowledge(tool, key, level) }) { scene, id in
        try scene.acknowledge(id(.tool(tool)), id(.key(key)), claim)
      }
    case .waive(let tool, let key):
      return try both({ r throws(Refused) in try r.waive(tool, key) }) { scene, id in
        try scene.waive(id(.tool(tool)), id(.key(key)))
      }
    case .see(let tool, let key, let number):
      let version = try version(key, number)
      let machine = scene.context.machine
      return try both({ r throws(Refused) in r.see(tool, key, number, on: machine) }) { scene, id in
        try scene.observe(
          .seen(tool: id(.tool(tool)), key: id(.key(key)), version: version))
      }
    case .drift(let tool, let key, let number, let target, let level):
      let version = try version(key, number)
      let floor = AdoptionLevel.Floor.allCases[level]
      return try both({ r throws(Refused) in
        r.drift(tool, key, number, at: target, to: level)
      }) { scene, id in
        try scene.observe(
          .drift(
            tool: id(.tool(tool)), target: try target.map { try id(.target($0)) },
            key: id(.key(key)), version: version, level: floor, cause: .edited))
      }
    default: throw Unknown()
    }
  }
}
