package import ByteCoding

/// A command of a target that is to run.
package struct CommandPlan: Sendable {
  package var tool: Identifier
  package var target: Identifier
  package var step: Step
  /// What the target holds, or is to hold.
  package var versions: [KeyVersion]

  package init(tool: Identifier, target: Identifier, step: Step, versions: [KeyVersion]) {
    self.tool = tool
    self.target = target
    self.step = step
    self.versions = versions
  }
}

/// How a command of a target ended.
package struct CommandResult: Sendable {
  package var tool: Identifier
  package var target: Identifier
  package var operation: Identifier
  /// `CommandEnded.passed`, or why not.
  package var code: String

  package init(tool: Identifier, target: Identifier, operation: Identifier, code: String) {
    self.tool = tool
    self.target = target
    self.operation = operation
    self.code = code
  }
}

extension State {
  /// Notes commands that are about to run. One that was noted before, and of which nothing was
  /// heard, keeps its identifier: whoever it reached before can tell.
  package func decideIntendCommands(
    _ plans: [CommandPlan], _ context: inout DecisionContext
  ) throws(Refusal) -> (events: [Event], operations: [Identifier]) {
    var events: [Event] = []
    var operations: [Identifier] = []
    for plan in plans {
      let (tool, target) = try writable(plan.tool, plan.target, context)
      let open = try reading { s throws(RecordError) in
        try s.operation(tool: tool.id, target: target.id)
      }
      if let open, open.step == plan.step, open.versions == plan.versions {
        operations.append(open.id)
        continue
      }
      // Nobody will tell any more how that one ended.
      if let open {
        events.append(
          .commandEnded(
            CommandEnded(
              tool: tool.id, target: target.id, operation: open.id, code: CommandEnded.overtaken)))
      }
      let operation = context.ids.draw()
      operations.append(operation)
      if plan.step == .deliver {
        events.append(
          .emissionIntended(
            EmissionIntended(tool: tool.id, target: target.id, versions: plan.versions)))
      }
      events.append(
        .commandIntended(
          CommandIntended(
            tool: tool.id, target: target.id, operation: operation, step: plan.step,
            versions: plan.versions)))
    }
    return (events, operations)
  }

  /// Records how commands ended, and what that shows of their tools. A result of another operation
  /// than the one that was noted last says nothing any more.
  package func decideRecordCommands(
    _ results: [CommandResult], _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    var events: [Event] = []
    var keys: Set<Identifier> = []
    var tools: Set<Identifier> = []
    for result in results {
      let open = try reading { s throws(RecordError) in
        try s.operation(tool: result.tool, target: result.target)
      }
      guard let open, open.id == result.operation else { continue }
      events.append(
        .commandEnded(
          CommandEnded(
            tool: result.tool, target: result.target, operation: open.id, code: result.code)))
      keys.formUnion(open.versions.map(\.key))
      tools.insert(result.tool)
    }
    return try completing(events, keys: keys, proving: tools, context)
  }

  /// What the targets of the tools show together, and is not known of the tools yet.
  func proofs(ofTools tools: [Identifier]) throws(RecordError) -> [Adopted] {
    var proofs: [Adopted] = []
    for id in tools {
      guard let tool = try tool(id), tool.targets.contains(where: \.hasProof) else { continue }
      for key in Set(try index(ofTool: id).map(\.key)).sorted() {
        guard let adoption = try adoption(tool: id, key: key) else { continue }
        for version in adoption.versions {
          guard let level = adoption.shown(of: version, by: tool),
            AdoptionLevel(level).rank > version.reached.rank
          else { continue }
          proofs.append(
            Adopted(
              tool: id, key: key, version: version.version, level: level,
              evidence: level == .verified ? .verify : .reload, note: nil))
        }
      }
    }
    return proofs
  }

  /// A target that this machine may write, with its tool.
  func writable(
    _ tool: Identifier, _ target: Identifier, _ context: DecisionContext
  ) throws(Refusal) -> (Tool, ToolTarget) {
    let (tool, target) = try existing(target: target, ofTool: tool)
    guard target.kind.isWritten else { throw .notWritten(tool: tool.text, kind: target.kind) }
    guard target.machine == context.machine else {
      throw .otherMachine(tool: tool.text, machine: target.machine)
    }
    return (tool, target)
  }
}

extension Adoption {
  /// How far the targets' own programs show that the tool has come with a version: every one has to
  /// have passed, none may have failed since, and a target that a person carries values to shows
  /// nothing.
  fileprivate func shown(of version: VersionAdoption, by tool: Tool) -> AdoptionLevel.Claim? {
    let targets = tool.targets
    guard version.failures.isEmpty, targets.allSatisfy(\.kind.isWritten) else { return nil }
    let held = targets.compactMap { target($0.id) }
    guard held.count == targets.count,
      held.allSatisfy({ $0.version == version.version && $0.intended == nil })
    else { return nil }
    func isShown(_ target: ToolTarget, _ level: AdoptionLevel) -> Bool {
      (self.target(target.id)?.level ?? .pending).meets(level)
    }
    let proving = targets.filter(\.hasProof)
    guard !proving.isEmpty, proving.allSatisfy({ isShown($0, .applied) }) else { return nil }
    let verifying = proving.filter { !$0.attributes.verify.isEmpty }
    return !verifying.isEmpty && verifying.allSatisfy { isShown($0, .verified) }
      ? .verified : .applied
  }
}
