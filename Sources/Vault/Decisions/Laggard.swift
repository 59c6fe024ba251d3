package import ByteCoding

/// A tool that stands in the way of revoking a version, since it has not come far enough with any
/// later one.
package struct Laggard: Equatable, Sendable {
  /// What brings the tool further.
  package enum NextStep: Equatable, Sendable {
    /// Its targets have to be written.
    case emit
    /// Someone has to say that the tool has come that far.
    case acknowledge(AdoptionLevel)
    /// There is no later version yet.
    case rotate
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
  /// The tools with a required connection to the key that need `version` because no later live
  /// version has reached the level required of them. Ascending by name.
  package func laggards(
    ofKey id: Identifier, revoking version: Version
  ) throws(Refusal) -> [Laggard] {
    let key = try existing(key: id)
    let later = key.versions.filter { $0.number > version.number && $0.label.isLive }
    var result: [Laggard] = []
    for entry in try roll(ofKey: id) where entry.isRequired {
      let ready = later.contains { version in
        let level = entry.adoption.level(of: version.id)
        return level.meets(entry.required) && (level != .emitted || entry.targetsHold(later))
      }
      guard !ready else { continue }
      let levels = later.map { entry.adoption.level(of: $0.id) }
      let level = levels.max { $0.rank < $1.rank } ?? .pending
      let next: Laggard.NextStep =
        level == .emitted && !entry.targetsHold(later)
        ? .emit : Self.nextStep(of: entry.tool, at: level)
      result.append(
        Laggard(
          tool: entry.tool.id, toolName: entry.tool.text, key: id, keyName: key.name,
          level: level, required: entry.required, next: later.isEmpty ? .rotate : next))
    }
    return result
  }

  private static func nextStep(of tool: Tool, at level: AdoptionLevel) -> Laggard.NextStep {
    level.rank == 0 && !tool.writtenTargets.isEmpty ? .emit : .acknowledge(tool.requiredLevel)
  }
}

extension RollEntry {
  /// Whether all that Keyroll writes for the tool today holds one of these versions. A level never
  /// falls; a target that was added or moved since has nothing yet.
  fileprivate func targetsHold(_ versions: [Version]) -> Bool {
    tool.writtenTargets.allSatisfy { target in
      guard let held = adoption.target(target.id), held.intended == nil else { return false }
      return versions.contains { $0.id == held.version }
    }
  }
}
