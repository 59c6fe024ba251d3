package import ByteCoding

extension State {
  /// Someone vouches that a tool has come to `level` with the version last emitted to it; where
  /// nothing was, with the one that it is to have.
  package func decideAcknowledge(
    tool: Identifier, key id: Identifier, level: AdoptionLevel.Claim = .applied,
    evidence: Evidence = .acknowledged, note: String? = nil, _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    let (entry, version) = try adoptable(tool: tool, key: id)
    try Self.check(Attributes([("note", note.map { [$0] } ?? [])]))
    let now = entry.adoption.level(of: version.id)
    guard AdoptionLevel(level).rank > now.rank else { return [] }
    let adopted = Adopted(
      tool: tool, key: id, version: version.id, level: level, evidence: evidence, note: note)
    return try completing([.adopted(adopted)], keys: [id], context)
  }

  /// A version counts as adopted by a tool although nothing shows it: the pending one of an open
  /// rotation, even where the tool waits, else the current one.
  package func decideWaive(
    tool: Identifier, key id: Identifier, reason: String, _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    guard !reason.isEmpty else { throw .reasonRequired }
    try Self.check(Attributes([("reason", [reason])]))
    let entry = try entry(tool: tool, key: id)
    let next = try openRotation(of: entry.key).flatMap { entry.key.version($0.to) }
    guard let version = next?.label == .pending ? next : entry.key.current else {
      throw .noCurrentVersion(key: entry.key.name)
    }
    guard entry.adoption.level(of: version.id) != .waived else { return [] }
    let waived = Waived(tool: tool, key: id, version: version.id, reason: reason)
    return try completing([.waived(waived)], keys: [id], context)
  }

  private func entry(tool: Identifier, key id: Identifier) throws(Refusal) -> RollEntry {
    let tool = try existing(tool: tool)
    guard let entry = try uses(ofTool: tool.id).first(where: { $0.key.id == id }) else {
      throw .notConnected(tool: tool.text, key: try existing(key: id).name)
    }
    return entry
  }

  private func adoptable(
    tool: Identifier, key id: Identifier
  ) throws(Refusal) -> (RollEntry, Version) {
    let entry = try entry(tool: tool, key: id)
    let emitted = entry.adoption.targets.compactMap { target in
      target.version.flatMap { entry.key.version($0) }.map { (at: target.at, version: $0) }
    }
    let last = emitted.max { ($0.at, $0.version.number) < ($1.at, $1.version.number) }?.version
    if let last, last.label.isLive { return (entry, last) }
    guard let version = entry.version else { throw .noCurrentVersion(key: entry.key.name) }
    return (entry, version)
  }
}
