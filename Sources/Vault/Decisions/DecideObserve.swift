package import ByteCoding

/// What somebody saw who looked at targets and processes.
package enum Observation: Sendable {
  /// A tool is less far than was known.
  /// - target: nil where it is about no target, but about the tool itself.
  case drift(
    tool: Identifier, target: Identifier?, key: Identifier, version: Identifier,
    level: AdoptionLevel.Floor, cause: LoweringCause)
  /// A process of the tool has the version, on the machine that it is told on.
  case seen(tool: Identifier, key: Identifier, version: Identifier)
}

extension State {
  /// Takes in what was seen; what was known before makes no event.
  package func decideObserve(
    _ observations: [Observation], _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    var events: [Event] = []
    var keys: Set<Identifier> = []
    for observation in observations {
      switch observation {
      case .drift(let tool, let target, let key, let version, let level, let cause):
        let lowered = AdoptionLowered(
          tool: tool, key: key, version: version, target: target, level: level, cause: cause)
        guard try changes(lowered) else { continue }
        events.append(.adoptionLowered(lowered))
        keys.insert(key)
      case .seen(let tool, let key, let version):
        guard try isNews(tool: tool, key: key, version: version, context) else { continue }
        events.append(
          .adopted(
            Adopted(
              tool: tool, key: key, version: version, level: .verified, evidence: .process,
              note: nil)))
        keys.insert(key)
      }
    }
    return try completing(events, keys: keys.sorted(), context)
  }

  private func changes(_ event: AdoptionLowered) throws(Refusal) -> Bool {
    guard
      let adoption = try reading({ s throws(RecordError) in
        try s.adoption(tool: event.tool, key: event.key)
      })
    else { return false }
    let floor = AdoptionLevel(event.level)
    let reached = adoption.version(event.version)?.reached ?? .pending
    let targets = adoption.targets.filter { target in
      (event.target == nil || target.target == event.target) && target.version == event.version
    }
    return reached.rank > floor.rank
      || targets.contains { $0.level.rank > floor.rank || floor == .pending }
  }

  /// Whether a process with the version shows something that was not known. It shows nothing of places
  /// on other machines, of what a person carries over, and of files that hold something else.
  private func isNews(
    tool: Identifier, key: Identifier, version: Identifier, _ context: DecisionContext
  ) throws(Refusal) -> Bool {
    let found = try reading { s throws(RecordError) in
      (try s.tool(tool), try s.adoption(tool: tool, key: key), try s.key(key)?.version(version))
    }
    guard case (let tool?, let adoption?, let version?) = found, version.label.isLive,
      adoption.level(of: version.id).rank < AdoptionLevel.verified.rank
    else { return false }
    return tool.targets.allSatisfy { target in
      guard target.kind.isWritten, target.machine == context.machine,
        let held = adoption.target(target.id)
      else { return false }
      return held.version == version.id && held.intended == nil
    }
  }
}
