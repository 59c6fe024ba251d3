package import ByteCoding

/// A tool that stands in the way of revoking a version, since it has not come far enough with any
/// later one.
package struct Laggard: Equatable, Sendable {
  /// What brings the tool further.
  package enum NextStep: Equatable, Sendable {
    /// Its targets have to be written.
    case emit
    /// A program has to show that it has loaded what was written.
    case run
    /// Other tools come before it.
    case wait(for: [String])
    /// Someone has to say that the tool has come that far.
    case acknowledge(AdoptionLevel)
    /// A key has no later version yet: this one, or one that is made from it.
    case rotate(key: String)
  }

  package let tool: Identifier
  package let toolName: String
  package let key: Identifier
  package let keyName: String
  /// How far it has come with the later version that it has taken furthest.
  package let level: AdoptionLevel
  package let required: AdoptionLevel
  package let next: NextStep

  package init(
    tool: Identifier, toolName: String, key: Identifier, keyName: String, level: AdoptionLevel,
    required: AdoptionLevel, next: NextStep
  ) {
    self.tool = tool
    self.toolName = toolName
    self.key = key
    self.keyName = keyName
    self.level = level
    self.required = required
    self.next = next
  }
}

extension State {
  /// The tools that need `version` because no later live version has reached the level required of
  /// them: those with a required connection to the key, those to which another key was given in its
  /// place, and those of keys that are made from it. Ascending by name.
  package func laggards(
    ofKey id: Identifier, revoking version: Version
  ) throws(Refusal) -> [Laggard] {
    let key = try existing(key: id)
    let later = key.versions.filter { $0.number > version.number && $0.label.isLive }
    var result = try laggards(of: key, awaiting: later)
    result += try laggards(replacing: key)
    result += try laggards(madeFrom: key, since: later.first?.stagedAt)
    return result.sorted { ($0.toolName, $0.keyName) < ($1.toolName, $1.keyName) }
  }

  /// The tools with a required connection to the key that none of the versions has reached.
  package func laggards(of key: Key, awaiting versions: [Version]) throws(Refusal) -> [Laggard] {
    try roll(ofKey: key.id).filter { $0.isRequired && !$0.isReady(with: versions) }
      .map { $0.laggard(awaiting: versions) }
  }

  /// Tools that had the key, were given another in its place, and have not taken that one.
  func laggards(replacing key: Key) throws(Refusal) -> [Laggard] {
    var result: [Laggard] = []
    let byKey = Dictionary(
      grouping: try reading { s throws(RecordError) in try s.replacements(ofKey: key.id) },
      by: \.by)
    for (id, replacements) in byKey {
      let new = try existing(key: id)
      let tools = Set(replacements.map(\.tool))
      let usable = new.versions.filter { $0.label == .current || $0.label == .pending }
      result += try laggards(of: new, awaiting: usable).filter { tools.contains($0.tool) }
    }
    return result
  }

  /// Tools of keys that are made from this one, directly or not, and that have not taken a value
  /// made since. A value that was gone back to was made before. A key with several sources among
  /// them has to follow the latest.
  private func laggards(madeFrom key: Key, since: Int64?) throws(Refusal) -> [Laggard] {
    // When the first fresh value of each was made, or nil where there is none.
    var begins: [Identifier: Int64?] = [key.id: since]
    var open = [key.id]
    while let source = open.popLast() {
      for id in try reading({ s throws(RecordError) in try s.keyIDs(madeFrom: source) })
      where id != key.id {
        let start = begins[source] ?? nil
        let first = try existing(key: id).fresh.first { $0.isMade(after: start) }?.stagedAt
        if let known = begins[id], !Self.isLater(first, than: known) { continue }
        begins.updateValue(first, forKey: id)
        open.append(id)
      }
    }
    var result: [Laggard] = []
    for (id, first) in begins where id != key.id {
      let made = try existing(key: id)
      let later = first.map { first in made.fresh.filter { $0.stagedAt >= first } }
      result += try laggards(of: made, awaiting: later ?? [])
    }
    return result
  }

  /// Nil is never.
  private static func isLater(_ time: Int64?, than other: Int64?) -> Bool {
    guard let other else { return false }
    return time.map { $0 > other } ?? true
  }
}

extension Key {
  /// Live versions with values of their own, rather than ones that were gone back to.
  fileprivate var fresh: [Version] {
    versions.filter { $0.label.isLive && $0.origin != .rollback }
  }
}

extension Version {
  /// Nil is never.
  fileprivate func isMade(after time: Int64?) -> Bool { time.map { stagedAt > $0 } ?? false }
}

extension RollEntry {
  /// Whether the tool has come far enough with one of these versions to need none before them.
  func isReady(with versions: [Version]) -> Bool {
    versions.contains { version in
      let level = adoption.level(of: version.id)
      // What one file, one process or one person shows is not shown of all files.
      return level.meets(required) && (level == .waived || targetsHold(versions))
    }
  }

  func laggard(awaiting versions: [Version]) -> Laggard {
    let levels = versions.map { adoption.level(of: $0.id) }
    let level = levels.max { $0.rank < $1.rank } ?? .pending
    return Laggard(
      tool: tool.id, toolName: tool.text, key: key.id, keyName: key.name, level: level,
      required: required, next: next(awaiting: versions, level))
  }

  private func next(
    awaiting versions: [Version], _ level: AdoptionLevel
  ) -> Laggard.NextStep {
    if versions.isEmpty { return .rotate(key: key.name) }
    if !waits.isEmpty { return .wait(for: waits.map(\.text)) }
    let isWritten = tool.writtenTargets.isEmpty || targetsHold(versions)
    if !isWritten { return .emit }
    let isAutomatic = tool.targets.allSatisfy(\.kind.isWritten)
    if isAutomatic, tool.targets.contains(where: { lacksProof($0) }) { return .run }
    return .acknowledge(required)
  }

  /// Whether a program of the target has still to show what is required.
  private func lacksProof(_ target: ToolTarget) -> Bool {
    let level = adoption.target(target.id)?.level ?? .pending
    let held = adoption.target(target.id)?.version.flatMap { adoption.version($0) }
    if held?.failures.contains(where: { $0.target == target.id && $0.step != .deliver }) == true {
      return true
    }
    if !target.attributes.reload.isEmpty, level.rank < AdoptionLevel.applied.rank { return true }
    let needs = target.attributes.reload.isEmpty ? AdoptionLevel.applied : required
    return !target.attributes.verify.isEmpty && level.rank < needs.rank
  }

  /// Whether all that Keyroll writes for the tool today holds one of these versions. A target that
  /// was added or moved since has nothing yet.
  private func targetsHold(_ versions: [Version]) -> Bool {
    tool.writtenTargets.allSatisfy { target in
      guard let held = adoption.target(target.id), held.intended == nil else { return false }
      return versions.contains { $0.id == held.version }
    }
  }
}
