import ByteCoding
import Providers
import Vault

extension Service {
  /// What wants to be looked after, ascending by key, then in the order of the reasons.
  func due(_ wish: DueWish, _ vault: OpenVault) throws(ServiceError) -> [DueLine] {
    var keys: [Key] = []
    try vault.reading { state throws(RecordError) in
      try state.forEachKey { key in
        keys.append(key)
        return true
      }
    }
    let now = Timestamp(milliseconds: configuration.now())
    let times = DueTimes(
      now: now, until: now.adding(seconds: max(0, wish.within)),
      unusedSince: now.adding(seconds: -max(0, wish.unused)),
      greatestAge: try settingAge(vault))
    let uses = try stateWithUses(vault)
    var lines: [DueLine] = []
    // In the order of identifiers, which is that of the records: each page is then read once.
    for key in keys { lines += try due(key, times, uses, vault) }
    let order = Dictionary(
      uniqueKeysWithValues: DueReason.allCases.enumerated().map { ($1, $0) })
    return lines.sorted { a, b in
      (a.key, order[a.reason] ?? 0, a.tool?.text ?? "", a.version ?? 0)
        < (b.key, order[b.reason] ?? 0, b.tool?.text ?? "", b.version ?? 0)
    }
  }

  private func due(
    _ key: Key, _ times: DueTimes, _ uses: State, _ vault: OpenVault
  ) throws(ServiceError) -> [DueLine] {
    let rotation = try vault.reading { state throws(RecordError) in
      try state.openRotation(ofKey: key.id)
    }
    let entries = try vault.deciding { state throws(Refusal) in try state.roll(ofKey: key.id) }
    let isOnItsWay = rotation.flatMap { key.version($0.to) }?.label == .pending
    var lines = isOnItsWay ? [] : key.dueForRotation(times).map { [$0] } ?? []
    lines += key.expiring(times)
    lines += entries.compactMap { $0.overdue(times) }
    if let rotation, let line = key.endingGrace(of: rotation, times) { lines.append(line) }
    if let line = try unused(key, entries, times, uses, vault) { lines.append(line) }
    if let line = key.overScoped(entries) { lines.append(line) }
    return lines + key.givenUp()
  }

  /// Nil where somebody may use the key without being seen: whoever reads a file or was handed the
  /// values.
  private func unused(
    _ key: Key, _ entries: [RollEntry], _ times: DueTimes, _ uses: State, _ vault: OpenVault
  ) throws(ServiceError) -> DueLine? {
    guard let current = key.current, entries.allSatisfy(\.tool.targets.isEmpty) else { return nil }
    let users: [Identifier?] = [nil] + entries.map(\.tool.id)
    var last: Int64?
    for user in users {
      let use = try vault.reading { _ throws(RecordError) in
        try uses.use(ofKey: key.id, by: user)
      }
      if let use { last = max(last ?? use.lastAt, use.lastAt) }
    }
    let since = max(last ?? current.stagedAt, current.stagedAt)
    guard since <= times.unusedSince.milliseconds else { return nil }
    return DueLine(
      reason: .unused, key: key.name, tool: nil, version: current.number, at: last, detail: nil)
  }
}

/// The moments that lines are judged by.
private struct DueTimes {
  let now: Timestamp
  /// What happens until then is told.
  let until: Timestamp
  let unusedSince: Timestamp
  /// The vault's setting, in seconds.
  let greatestAge: Int64?
  /// Seconds in which somebody should say that a tool has a version.
  static let patience: Int64 = 86_400
}

extension Key {
  fileprivate func dueForRotation(_ times: DueTimes) -> DueLine? {
    guard let current,
      let age = Service.greatestAge(attributes, setting: times.greatestAge)
    else { return nil }
    let due = Timestamp(milliseconds: current.stagedAt).adding(seconds: age)
    guard due <= times.until else { return nil }
    return line(.rotation, current.number, at: due.milliseconds)
  }

  fileprivate func expiring(_ times: DueTimes) -> [DueLine] {
    versions.filter { $0.label == .current || $0.label == .pending }.compactMap { version in
      guard let expires = version.expires, expires <= times.until.milliseconds else { return nil }
      return line(.expiry, version.number, at: expires)
    }
  }

  /// Of a version that is still to be revoked.
  fileprivate func endingGrace(of rotation: Rotation, _ times: DueTimes) -> DueLine? {
    guard let end = rotation.graceEnd(of: self), end <= times.until.milliseconds,
      let old = rotation.from.flatMap({ version($0) }), old.label.isLive
    else { return nil }
    return line(.grace, old.number, at: end)
  }

  /// Only where every connection says what it needs is it known that nobody needs more.
  fileprivate func overScoped(_ entries: [RollEntry]) -> DueLine? {
    let needs = entries.flatMap(\.connections).map(\.attributes.needs)
    guard !needs.isEmpty, needs.allSatisfy({ !$0.isEmpty }) else { return nil }
    let needed = Set(needs.flatMap { $0 })
    let more = attributes.scopes.filter { !needed.contains($0) }
    guard !more.isEmpty else { return nil }
    return line(.overScoped, current?.number, at: nil, detail: more.joined(separator: " "))
  }

  /// What the vendor gives up.
  fileprivate func givenUp() -> [DueLine] {
    guard current != nil, let profile = attributes.provider.flatMap({ Catalogue.provider($0) })
    else { return [] }
    return profile.notes.compactMap { note in
      switch note {
      case .deprecated(let advice): line(.deprecated, nil, at: nil, detail: advice)
      case .retired(_, let advice): line(.deprecated, nil, at: nil, detail: advice)
      case .remark: nil
      }
    }
  }

  private func line(
    _ reason: DueReason, _ version: UInt64?, at: Int64?, detail: String? = nil
  ) -> DueLine {
    DueLine(reason: reason, key: name, tool: nil, version: version, at: at, detail: detail)
  }
}

extension RollEntry {
  /// A tool that has to be said to have its version, and of which nobody has said so in a day.
  fileprivate func overdue(_ times: DueTimes) -> DueLine? {
    guard isRequired, waits.isEmpty, let version, !level.meets(required),
      !AdoptionLevel.emitted.meets(required)
    else { return nil }
    let written = adoption.targets.filter { $0.version == version.id }.map(\.at)
    let since = max(
      written.max() ?? version.stagedAt, connections.map(\.connectedAt).max() ?? 0)
    let due = Timestamp(milliseconds: since).adding(seconds: DueTimes.patience)
    guard due <= times.now else { return nil }
    return DueLine(
      reason: .acknowledgement, key: key.name, tool: ToolName(of: tool), version: version.number,
      at: due.milliseconds, detail: required.rawValue)
  }
}
