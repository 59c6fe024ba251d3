import ByteCoding
import Vault

/// All that the vault says, against all that the model says.
extension ModelRun {
  /// - Parameter keys: which of them; nil for all, and for all of their versions that may be revoked
  ///   rather than the newest.
  func differences(in keys: [Int]? = nil) throws -> [String] {
    var found: [String] = []
    for key in keys ?? model.keys.keys.sorted() where model.keys[key] != nil {
      try compare(key, isThorough: keys == nil, &found)
    }
    return found
  }

  private func compare(
    _ key: Int, isThorough: Bool, _ found: inout [String]
  ) throws {
    let id = try name(key, in: keys)
    guard let known = try scene.state.key(id) else {
      found.append("key \(key) is gone")
      return
    }
    let labels = (model.keys[key]?.versions ?? []).map { Self.label($0.label) }
    note(known.versions.map(\.label), labels, "labels of key \(key)", &found)
    let rotation = try scene.state.openRotation(ofKey: id)
    let phase = try rotation.map { try scene.state.phase(of: $0) }
    note(phase, model.phase(key).map(Self.phase), "phase of key \(key)", &found)
    let to = model.keys[key]?.rotation.map { versions[key]?[$0.to - 1] }
    note(rotation?.to, to ?? nil, "goal of key \(key)", &found)
    let roll = try scene.state.roll(ofKey: id)
    note(
      Set(roll.map(\.tool.id)), Set(model.users(key).compactMap { tools[$0] }),
      "users of key \(key)", &found)
    for entry in roll {
      guard let tool = tools.first(where: { $0.value == entry.tool.id })?.key else { continue }
      compare(tool, key, entry, &found)
    }
    let gates = known.previous + [known.current].compactMap { $0 }
    for version in isThorough ? gates : Array(gates.suffix(2).prefix(1)) {
      let behind = Set(
        try scene.state.laggards(ofKey: id, revoking: version).map { pair($0) })
      note(
        behind, model.needing(key, [Int(version.number)]),
        "who needs version \(version.number) of key \(key)", &found)
    }
  }

  private func compare(
    _ tool: Int, _ key: Int, _ entry: RollEntry, _ found: inout [String]
  ) {
    let place = "tool \(tool), key \(key)"
    let wanted = model.wanted(tool, key).flatMap { versions[key]?[$0 - 1] }
    note(entry.version?.id, wanted, "what \(place) is to have", &found)
    note(
      Set(entry.waits.map(\.id)), Set(model.waits(tool, key).compactMap { tools[$0] }),
      "who \(place) waits for", &found)
    note(Self.rank(entry.required), model.required(tool), "required of \(place)", &found)
    for (index, version) in (model.keys[key]?.versions ?? []).enumerated()
    where version.isLive {
      let number = index + 1
      let level =
        model.isWaived(tool, key, number) ? 4 : model.level(tool, key, number) ?? -1
      let id = versions[key]?[index] ?? .zero
      note(Self.rank(entry.adoption.level(of: id)), level, "\(place), version \(number)", &found)
      let reached = entry.adoption.version(id)?.reached ?? .pending
      note(
        Self.rank(reached), model.known(tool, key, number).reached,
        "reached by \(place), version \(number)", &found)
    }
    for target in entry.tool.targets {
      guard let number = targets.first(where: { $0.value == target.id })?.key else { continue }
      let held = entry.adoption.target(target.id)
      let given = model.holding(tool, key, number)
      let where_ = "target \(number) of \(place)"
      func id(_ version: Int?) -> Identifier? { version.flatMap { versions[key]?[$0 - 1] } }
      note(held?.version, id(given.version), "held by \(where_)", &found)
      note(held?.intended, id(given.begun), "begun for \(where_)", &found)
      note(held.map { Self.rank($0.level) } ?? 0, given.level, "level of \(where_)", &found)
      note(
        entry.steps(at: target).intersection(target.kind.isWritten ? Set(Step.allCases) : []),
        Set(model.steps(tool, key, number).map(Self.step)), "steps of \(where_)", &found)
    }
  }

  private func note<Value: Equatable>(
    _ actual: Value, _ expected: Value, _ what: @autoclosure () -> String,
    _ found: inout [String]
  ) {
    if actual != expected { found.append("\(what()): \(actual), not \(expected)") }
  }

  private static func rank(_ level: AdoptionLevel) -> Int {
    switch level {
    case .pending: 0
    case .emitted: 1
    case .applied: 2
    case .verified: 3
    case .waived: 4
    case .failed: -1
    }
  }

  private static func label(_ label: Model.Label) -> VersionLabel {
    switch label {
    case .pending: .pending
    case .current: .current
    case .previous: .previous
    case .revoked: .revoked
    case .discarded: .discarded
    case .reissued: .reissued
    }
  }

  private static func phase(_ phase: Model.Phase) -> RotationPhase {
    switch phase {
    case .staged: .staged
    case .distributing: .distributing
    case .settling: .settling
    }
  }

  private static func step(_ step: Model.Step) -> Step {
    switch step {
    case .deliver: .deliver
    case .reload: .reload
    case .verify: .verify
    }
  }
}
