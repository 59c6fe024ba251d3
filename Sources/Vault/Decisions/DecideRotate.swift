package import ByteCoding

extension State {
  /// Takes a key to its next version: staged, and in use at once where no target has to be written
  /// first.
  package func decideRotate(
    key id: Identifier, _ version: NewVersion, origin: VersionOrigin = .rotate,
    attributes: Attributes = Attributes(), _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    let key = try existing(key: id)
    let open = try reading { s throws(RecordError) in try s.openRotation(ofKey: id) }
    if let open { throw Self.refusal(of: key, open) }
    let started = RotationStarted(
      rotation: context.ids.draw(), key: id, from: key.current?.id, to: version.id,
      attributes: attributes)
    return try completing(
      [.rotationStarted(started), try Self.staging(version, of: key, origin)], keys: [id],
      context)
  }

  /// Gives up a rotation whose new version is not in use yet. Targets that may hold it are to be
  /// written again: see `staleTargets(ofTool:)`.
  package func decideAbort(key id: Identifier) throws(Refusal) -> [Event] {
    let key = try existing(key: id)
    guard let open = try reading({ s throws(RecordError) in try s.openRotation(ofKey: id) })
    else { throw .noOpenRotation(key: key.name) }
    let ended = Event.rotationEnded(
      RotationEnded(rotation: open.id, key: id, outcome: .aborted))
    guard let next = key.version(open.to) else { return [ended] }
    switch next.label {
    case .pending:
      return [.versionDiscarded(VersionDiscarded(key: id, version: next.id)), ended]
    case .current, .previous:
      throw .alreadyPromoted(key: key.name, number: next.number)
    case .revoked, .discarded:
      return [ended]
    }
  }

  /// Puts the new version of an open rotation into use if every target that has to be written holds
  /// it; no events where it does not.
  package func decidePromoteIfReady(
    key id: Identifier, _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    try completing([], keys: [try existing(key: id).id], context)
  }

  /// The events, and after them those that they make due: a rotation's version that all written
  /// targets hold comes into use, and a rotation with nothing left to revoke ends.
  func completing(
    _ events: [Event], keys: [Identifier], _ context: DecisionContext
  ) throws(Refusal) -> [Event] {
    let after = try applying(events, context)
    var due: [Event] = []
    for id in keys {
      guard
        let rotation = try after.reading({ s throws(RecordError) in
          try s.openRotation(ofKey: id)
        }),
        let key = try after.reading({ s throws(RecordError) in try s.key(id) }),
        let next = key.version(rotation.to), next.label == .pending,
        try after.isHeldEverywhere(next, of: key)
      else { continue }
      due.append(.versionPromoted(VersionPromoted(key: id, version: next.id)))
      let old = rotation.from.flatMap { key.version($0) }
      if old?.label.isLive != true {
        due.append(
          .rotationEnded(RotationEnded(rotation: rotation.id, key: id, outcome: .done)))
      }
    }
    return events + due
  }

  /// The state as it would be after the events, laid over this one rather than copied.
  private func applying(
    _ events: [Event], _ context: DecisionContext
  ) throws(Refusal) -> State {
    let stamp = Stamp(time: context.now, actor: "", transaction: .zero, sequence: 0)
    var after = State(base: StateBase(state: self))
    for event in events {
      do throws(RecordError) { try after.apply(event, stamp) } catch { throw .unavailable }
    }
    return after
  }

  /// Whether every tool with targets that Keyroll writes has had the version in all of them.
  private func isHeldEverywhere(_ version: Version, of key: Key) throws(Refusal) -> Bool {
    try roll(ofKey: key.id).allSatisfy { entry in
      entry.tool.writtenTargets.isEmpty || entry.adoption.level(of: version.id).meets(.emitted)
    }
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
