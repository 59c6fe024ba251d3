package import ByteCoding

extension State {
  /// Takes a key to its next version: staged, and in use at once where no target has to be written
  /// first, or where the old one has ended already. An emergency takes the place of an open
  /// rotation, and so does a second attempt where there is no way back.
  package func decideRotate(
    key id: Identifier, _ version: NewVersion, origin: VersionOrigin = .rotate,
    _ plan: RotationPlan = RotationPlan(), _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    let key = try existing(key: id)
    if plan.isCutover, plan.grace != nil || !plan.canaries.isEmpty {
      throw .noOverlap(key: key.name)
    }
    try checkCanaries(plan.canaries, of: key)
    var events = try superseding(key, plan)
    events.append(
      .rotationStarted(
        RotationStarted(
          rotation: context.ids.draw(), key: id, from: key.current?.id, to: version.id,
          attributes: plan.attributes)))
    events.append(try Self.staging(version, of: key, origin))
    if plan.isCutover {
      events.append(.versionPromoted(VersionPromoted(key: id, version: version.id)))
      if let old = key.current {
        events.append(
          .versionRevoked(VersionRevoked(key: id, version: old.id, isForced: false)))
      }
    }
    return try completing(events, keys: [id], context)
  }

  private func checkCanaries(_ canaries: [Identifier], of key: Key) throws(Refusal) {
    for canary in canaries {
      let tool = try existing(tool: canary)
      guard
        try reading({ s throws(RecordError) in try s.adoption(tool: canary, key: key.id) }) != nil
      else { throw .notConnected(tool: tool.text, key: key.name) }
    }
  }

  /// What ends an open rotation in favour of another.
  private func superseding(_ key: Key, _ plan: RotationPlan) throws(Refusal) -> [Event] {
    guard let open = try openRotation(of: key) else { return [] }
    let next = key.version(open.to)
    let isStuck = plan.isCutover && open.plan.isCutover && next?.label != .pending
    guard plan.isEmergency || isStuck else { throw Self.refusal(of: key, open) }
    var events: [Event] = []
    if let next, next.label == .pending {
      events.append(.versionDiscarded(VersionDiscarded(key: key.id, version: next.id)))
      events += try withdrawing(next, from: key)
    }
    return events + [
      .rotationEnded(RotationEnded(rotation: open.id, key: key.id, outcome: .superseded))
    ]
  }

  /// Gives up a rotation whose new version is not in use yet. Targets that may hold it are to be
  /// written again: see `staleTargets(ofTool:)`.
  package func decideAbort(key id: Identifier) throws(Refusal) -> [Event] {
    let key = try existing(key: id)
    guard let open = try openRotation(of: key) else { throw .noOpenRotation(key: key.name) }
    let ended = Event.rotationEnded(
      RotationEnded(rotation: open.id, key: id, outcome: .aborted))
    guard let next = key.version(open.to) else { return [ended] }
    switch next.label {
    case .pending:
      return [.versionDiscarded(VersionDiscarded(key: id, version: next.id)), ended]
        + (try withdrawing(next, from: key))
    case .current, .previous:
      throw .alreadyPromoted(key: key.name, number: next.number)
    case .revoked, .discarded, .reissued:
      return [ended]
    }
  }

  /// Whoever has the version that is given up has the current one no more.
  func withdrawing(_ next: Version, from key: Key) throws(Refusal) -> [Event] {
    guard let current = key.current else { return [] }
    var events: [Event] = []
    for entry in try roll(ofKey: key.id) where entry.adoption.mayHold(next.id) {
      let targets = entry.adoption.targets.filter {
        $0.version == next.id || $0.intended == next.id
      }
      let places: [Identifier?] = targets.isEmpty ? [nil] : targets.map(\.target)
      for target in places {
        events.append(
          .adoptionLowered(
            AdoptionLowered(
              tool: entry.tool.id, key: key.id, version: current.id, target: target,
              level: .pending, cause: .withdrawn)))
      }
    }
    return events
  }

  /// The events, and after them those that they make due: what the targets of some tools show
  /// together is known of the tools, a rotation's version that all written targets hold comes into
  /// use, and a rotation ends once the old version has ended and no tool that needs the key is behind.
  func completing<Keys: Sequence<Identifier>>(
    _ events: [Event], keys: Keys, proving tools: Set<Identifier> = [], _ context: DecisionContext
  ) throws(Refusal) -> [Event] {
    var after = try applying(events, context)
    let proofs = try after.reading { s throws(RecordError) in
      try s.proofs(ofTools: tools.sorted())
    }
    var due = proofs.map(Event.adopted)
    if !due.isEmpty { after = try after.applying(due, context) }
    for id in Set(keys).union(proofs.map(\.key)).sorted() {
      for event in try after.due(ofKey: id) {
        due.append(event)
        after = try after.applying([event], context)
        if case .versionPromoted = event, let ended = try after.endDue(ofKey: id) {
          due.append(ended)
        }
      }
    }
    return events + due
  }

  private func due(ofKey id: Identifier) throws(Refusal) -> [Event] {
    guard let key = try reading({ s throws(RecordError) in try s.key(id) }),
      let rotation = try openRotation(of: key), let next = key.version(rotation.to)
    else { return [] }
    guard next.label == .pending else { return try endDue(ofKey: id).map { [$0] } ?? [] }
    guard try isHeldEverywhere(next, of: key, in: rotation) else { return [] }
    return [.versionPromoted(VersionPromoted(key: id, version: next.id))]
  }

  private func endDue(ofKey id: Identifier) throws(Refusal) -> Event? {
    guard let key = try reading({ s throws(RecordError) in try s.key(id) }),
      let rotation = try openRotation(of: key), let next = key.version(rotation.to),
      next.label == .current || next.label == .previous,
      rotation.from.flatMap({ key.version($0) })?.label.isLive != true,
      try laggards(of: key, awaiting: [next]).isEmpty
    else { return nil }
    return .rotationEnded(RotationEnded(rotation: rotation.id, key: id, outcome: .done))
  }

  /// The state as it would be after the events, laid over this one rather than copied.
  func applying(
    _ events: [Event], _ context: DecisionContext
  ) throws(Refusal) -> State {
    let stamp = Stamp(time: context.now, actor: "", transaction: .zero, sequence: 0)
    var after = State(base: StateBase(state: self))
    for event in events {
      do throws(RecordError) { try after.apply(event, stamp) } catch { throw .unavailable }
    }
    return after
  }

  /// Whether every tool with targets that Keyroll writes has had the version in all of them; whether
  /// it has loaded it is another question. Asked after every batch of writing: the first tool that
  /// lacks it is answer enough. Tools without such targets have it as soon as it is in use, so that
  /// none of them may have to wait.
  private func isHeldEverywhere(
    _ version: Version, of key: Key, in rotation: Rotation
  ) throws(Refusal) -> Bool {
    var isHeld = true
    var others: [(tool: Tool, adoption: Adoption)] = []
    try reading { s throws(RecordError) in
      try s.forEachAdoption(ofKey: key.id) { adoption throws(RecordError) in
        let known = adoption.version(version.id)
        guard known?.waiver == nil, let tool = try s.tool(adoption.tool) else { return true }
        let written = tool.writtenTargets
        // Who vouches for a tool does not write its other files.
        isHeld = written.allSatisfy { known?.emitted.contains($0.id) == true }
        if written.isEmpty { others.append((tool, adoption)) }
        return isHeld
      }
    }
    guard isHeld else { return false }
    let order = Order(self, key, rotation)
    for (tool, adoption) in others {
      guard try order.waits(of: tool, adoption).isEmpty else { return false }
    }
    return true
  }
}

/// A state as the base of another.
private final class StateBase: RecordBase {
  private let state: State

  init(state: State) {
    self.state = state
  }

  func record(_ key: [UInt8]) throws(RecordError) -> [UInt8]? {
    try state.record(key)
  }

  func records(
    withPrefix prefix: [UInt8], _ body: (_ key: [UInt8], _ value: [UInt8]) -> Bool
  ) throws(RecordError) {
    try state.scan(prefix) { key, value throws(RecordError) in body(key, value) }
  }
}
