package import ByteCoding

extension State {
  /// The version whose value is to be used again: the one named, else the one before the newest.
  package func rollbackSource(
    key id: Identifier, to number: UInt64? = nil
  ) throws(Refusal) -> Version {
    let key = try existing(key: id)
    let rotation = try openRotation(of: key)
    let isPending = rotation.flatMap { key.version($0.to) }?.label == .pending
    let source: Version?
    if let number {
      source = try Self.version(.number(number), of: key)
    } else if isPending {
      source = key.current
    } else {
      source = rotation?.from.flatMap { key.version($0) } ?? key.previous.last
    }
    guard let source else { throw .nothingToRollBack(key: key.name) }
    let isUsable = source.label == .previous || source.label == .current && isPending
    guard isUsable else {
      if source.label == .current { throw .nothingToRollBack(key: key.name) }
      throw .rollbackImpossible(key: key.name, number: source.number, label: source.label)
    }
    guard !source.purged else { throw .valuesPurged(key: key.name, number: source.number) }
    return source
  }

  /// Takes a key back to an earlier value, which becomes a new version. Tools that never had the bad
  /// one have nothing to do; the others get the new version like any.
  /// - Parameter version: the value of `rollbackSource(key:to:)`, sealed again.
  package func decideRollback(
    key id: Identifier, to number: UInt64? = nil, _ version: NewVersion,
    _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    let source = try rollbackSource(key: id, to: number)
    let key = try existing(key: id)
    var events: [Event] = []
    var bad = key.versions.filter { $0.number > source.number && $0.label.isLive }
    if let open = try openRotation(of: key) {
      if let next = key.version(open.to), next.label == .pending {
        events.append(.versionDiscarded(VersionDiscarded(key: id, version: next.id)))
        events += try withdrawing(next, from: key)
        bad.append(next)
      }
      events.append(
        .rotationEnded(RotationEnded(rotation: open.id, key: id, outcome: .rolledBack)))
    }
    let plan = RotationPlan(repeats: source.id)
    events.append(
      .rotationStarted(
        RotationStarted(
          rotation: context.ids.draw(), key: id, from: key.current?.id, to: version.id,
          attributes: plan.attributes)))
    events.append(try Self.staging(version, of: key, .rollback))
    for entry in try roll(ofKey: id) where !bad.contains(where: { entry.adoption.mayHold($0.id) }) {
      events += entry.carrying(source.id, over: version.id)
    }
    return try completing(events, keys: [id], context)
  }
}

extension RollEntry {
  /// What is known of one version, said of another with the same value.
  fileprivate func carrying(_ old: Identifier, over new: Identifier) -> [Event] {
    guard let known = adoption.version(old), known.failures.isEmpty else { return [] }
    var events: [Event] = []
    for target in tool.writtenTargets {
      guard let held = adoption.target(target.id), held.version == old, held.intended == nil,
        let fingerprint = held.fingerprint
      else { return [] }
      let given = KeyFingerprint(key: key.id, version: new, fingerprint: fingerprint)
      events.append(
        .emitted(Emitted(tool: tool.id, target: target.id, versions: [given])))
    }
    if let level = AdoptionLevel.Claim(rawValue: known.reached.rawValue) {
      events.append(
        .adopted(
          Adopted(
            tool: tool.id, key: key.id, version: new, level: level,
            evidence: known.evidence ?? .acknowledged, note: known.note)))
    }
    if let reason = known.waiver {
      events.append(
        .waived(Waived(tool: tool.id, key: key.id, version: new, reason: reason)))
    }
    return events
  }
}
