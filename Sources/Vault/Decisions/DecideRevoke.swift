package import ByteCoding

/// What is to be revoked, and what follows.
package struct Revocation: Sendable {
  package let events: [Event]
  package let versions: [Version]
  /// Tools that are left behind knowingly.
  package let leftBehind: [Laggard]
  /// Tools that hold a later version of which it is not known whether they have loaded it.
  package let writtenOnly: [String]
}

/// What someone allows in order to revoke.
package struct RevocationLimits: Sendable {
  /// Tools that need the version may be left behind, for a reason.
  package var force = false
  package var reason: String?
  /// It has leaked: nobody waits for a grace to end, tools may be left behind for a reason, and the
  /// current version may be revoked, if it is named by its number.
  package var emergency = false

  package init(force: Bool = false, reason: String? = nil, emergency: Bool = false) {
    self.force = force
    self.reason = reason
    self.emergency = emergency
  }
}

extension State {
  /// Revokes a version, or all that are `previous`, oldest first. Ends the rotation that brought
  /// their successor.
  /// - Parameter now: milliseconds since 1970.
  package func decideRevoke(
    key id: Identifier, number: UInt64? = nil, _ limits: RevocationLimits = RevocationLimits(),
    now: Int64
  ) throws(Refusal) -> Revocation {
    let key = try existing(key: id)
    let versions = try revocable(key, number, limits)
    let laggards = try laggards(revoking: versions, of: key)
    let isOverride = limits.force || limits.emergency
    if !laggards.isEmpty {
      guard isOverride else { throw .toolsPending(laggards) }
      guard limits.reason?.isEmpty == false else { throw .reasonRequired }
    }
    if !isOverride, let end = try graceEnd(of: key, revoking: versions), now < end {
      throw .graceRunning(key: key.name, until: end)
    }
    var events = versions.map { version in
      Event.versionRevoked(
        VersionRevoked(key: id, version: version.id, isForced: !laggards.isEmpty))
    }
    if let ended = try ending(key, revoking: versions) { events.append(ended) }
    // Who waited with a version that has ended waits no more.
    let context = DecisionContext(now: now, ids: IDPool(seed: []), machine: "")
    events = try completing(events, keys: [id], context)
    return Revocation(
      events: events, versions: versions, leftBehind: laggards,
      writtenOnly: try writtenOnly(key, after: versions, laggards))
  }

  /// Until when an open rotation keeps one of the versions, in milliseconds since 1970.
  private func graceEnd(of key: Key, revoking versions: [Version]) throws(Refusal) -> Int64? {
    guard let open = try openRotation(of: key), versions.contains(where: { $0.id == open.from })
    else { return nil }
    return open.graceEnd(of: key)
  }

  private func revocable(
    _ key: Key, _ number: UInt64?, _ limits: RevocationLimits
  ) throws(Refusal) -> [Version] {
    // Its value is that of the version to come.
    let open = try openRotation(of: key)
    let isPending = open.flatMap { key.version($0.to) }?.label == .pending
    let kept = isPending ? open?.plan.repeats : nil
    guard let number else {
      let ended = key.previous.filter { $0.id != kept }
      if ended.isEmpty, !key.previous.isEmpty, let open { throw Self.refusal(of: key, open) }
      guard !ended.isEmpty else { throw .nothingToRevoke(key: key.name) }
      return ended
    }
    let version = try Self.version(.number(number), of: key)
    if let kept, kept == version.id, let open { throw Self.refusal(of: key, open) }
    switch version.label {
    case .previous: return [version]
    case .current where limits.emergency: return [version]
    // Nobody uses it: another key has taken its place.
    case .current where try roll(ofKey: key.id).isEmpty: return [version]
    case .revoked: throw .alreadyRevoked(key: key.name, number: number)
    case .current, .pending, .discarded, .reissued:
      throw .notRevocable(key: key.name, number: number, label: version.label)
    }
  }

  /// A tool that has come far enough with what follows the newest of the versions needs none of
  /// them, as versions only go up.
  private func laggards(
    revoking versions: [Version], of key: Key
  ) throws(Refusal) -> [Laggard] {
    guard let newest = versions.max(by: { $0.number < $1.number }) else { return [] }
    return try laggards(ofKey: key.id, revoking: newest)
  }

  private func ending(_ key: Key, revoking versions: [Version]) throws(Refusal) -> Event? {
    guard let open = try reading({ s throws(RecordError) in try s.openRotation(ofKey: key.id) })
    else { return nil }
    let revoked = Set(versions.map(\.id))
    if revoked.contains(open.to) {
      return .rotationEnded(RotationEnded(rotation: open.id, key: key.id, outcome: .aborted))
    }
    guard let next = key.version(open.to), next.label != .pending else { return nil }
    guard open.from.map(revoked.contains) == true else { return nil }
    return .rotationEnded(RotationEnded(rotation: open.id, key: key.id, outcome: .done))
  }

  private func writtenOnly(
    _ key: Key, after versions: [Version], _ laggards: [Laggard]
  ) throws(Refusal) -> [String] {
    let newest = versions.map(\.number).max() ?? 0
    let later = key.versions.filter { $0.number > newest && $0.label.isLive }
    let behind = Set(laggards.map(\.tool))
    return try roll(ofKey: key.id).filter { entry in
      let levels = later.map { entry.adoption.level(of: $0.id) }
      return !behind.contains(entry.tool.id) && levels.contains(.emitted)
        && !levels.contains { $0.meets(.applied) }
    }.map(\.tool.text)
  }
}
