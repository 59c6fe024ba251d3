package import ByteCoding

/// What is still to be done for targets.
extension State {
  /// The steps that a target lacks, as far as is known.
  package func steps(tool: Identifier, target id: Identifier) throws(Refusal) -> Set<Step> {
    let (_, target) = try existing(target: id, ofTool: tool)
    guard target.kind.isWritten else { return [] }
    var steps: Set<Step> = []
    for entry in try uses(ofTool: tool) { steps.formUnion(entry.steps(at: target)) }
    return steps
  }

  /// Targets on any machine that do not hold what they are to be given, as far as is known.
  package func staleTargets(ofTool id: Identifier) throws(Refusal) -> [ToolTarget] {
    let entries = try uses(ofTool: id)
    return try existing(tool: id).writtenTargets.filter { target in
      entries.contains { $0.steps(at: target).contains(.deliver) }
    }
  }

  package func phase(of rotation: Rotation) throws(Refusal) -> RotationPhase {
    let key = try existing(key: rotation.key)
    guard key.version(rotation.to)?.label == .pending else { return .settling }
    let adoptions = try reading { s throws(RecordError) in try s.adoptions(ofKey: key.id) }
    let hasBegun = adoptions.contains { adoption in
      adoption.mayHold(rotation.to) || adoption.version(rotation.to) != nil
    }
    return hasBegun ? .distributing : .staged
  }
}

extension RollEntry {
  /// What one of the tool's targets lacks of the key, as far as is known.
  package func steps(at target: ToolTarget) -> Set<Step> {
    guard let version else { return [] }
    let held = adoption.target(target.id)
    let level = held?.level ?? .pending
    var steps: Set<Step> = []
    if held?.version != version.id || held?.intended != nil { steps.insert(.deliver) }
    let isBehind = !steps.isEmpty
    func lacks(_ step: Step, _ words: [String], _ needed: AdoptionLevel) -> Bool {
      guard !words.isEmpty else { return false }
      return isBehind || !level.meets(needed) || hasFailed(step, at: target.id)
    }
    if lacks(.reload, target.attributes.reload, .applied) { steps.insert(.reload) }
    if lacks(.verify, target.attributes.verify, .verified) { steps.insert(.verify) }
    return steps
  }

  private func hasFailed(_ step: Step, at target: Identifier) -> Bool {
    version.flatMap { adoption.version($0.id) }?.failures.contains {
      $0.target == target && $0.step == step
    } ?? false
  }
}
