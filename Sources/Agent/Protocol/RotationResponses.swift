package import ByteCoding
package import Vault

/// An open rotation with the tools that it is about.
package struct RotationView: Sendable {
  package var id: Identifier
  package var key: String
  package var from: UInt64?
  package var to: UInt64
  package var startedAt: Int64
  package var phase: RotationPhase
  /// How many values can live at once, by the provider: `overlap`, `grace`, `cutover` or `frozen`.
  package var kind: String
  /// Until when the version before is not to be revoked.
  package var graceEnds: Int64?
  /// Seconds, counted from when the new version comes into use.
  package var grace: Int64?
  package var canary: [ToolName]
  package var isEmergency: Bool
  /// When the old value was about to die.
  package var began: Int64?
  package var tools: [RotationTool]
  /// The version whose value is used again.
  package var repeats: UInt64?

  /// Whether the new version is in use.
  package var isPromoted: Bool { phase == .settling }
  /// The tools that it waits for.
  package var pending: [RotationTool] { tools.filter(\.isBehind) }
}

/// How far a rotation has come with one tool.
package struct RotationTool: Sendable {
  package var tool: ToolName
  package var isRequired: Bool
  package var level: AdoptionLevel
  package var required: AdoptionLevel
  /// When something last changed.
  package var at: Int64?
  package var evidence: Evidence?
  /// What failed, or why it counts as adopted.
  package var note: String?
  /// The tools that have to come further first.
  package var waits: [ToolName]
  /// Where its targets are.
  package var machines: [String]
  /// What brings it further; nil when nothing is needed.
  package var next: Laggard.NextStep?

  /// Whether the rotation waits for it: what it lacks may be one file of several.
  package var isBehind: Bool { isRequired && next != nil }
}

/// One key that is concerned, and the keys over which.
package struct ImpactLine: Sendable {
  package var key: String
  /// From the key that was asked for to the one before this; empty for that key itself.
  package var via: [String]
  package var lines: [RollLine]
}

/// The versions that have a value.
package struct Recognition: Sendable {
  package struct Match: Equatable, Sendable {
    package var keyID: Identifier
    package var key: String
    package var field: String
    package var versionID: Identifier
    package var version: UInt64
    package var label: VersionLabel
  }

  /// The newest version first.
  package var matches: [Match]
}

/// Something that wants to be looked after.
package struct DueLine: Equatable, Sendable {
  package var reason: DueReason
  package var key: String
  package var tool: ToolName?
  package var version: UInt64?
  /// When it is due, or since when.
  package var at: Int64?
  /// What belongs to the reason: a level, scopes, a vendor's advice.
  package var detail: String?
}

/// Why a line is in the list.
package enum DueReason: String, CaseIterable, Sendable {
  /// The version in use is as old as it may become.
  case rotation
  case expiry
  /// Somebody should have said by now that a tool has the version.
  case acknowledgement
  /// The time in which an old version was to be kept ends.
  case grace
  case unused
  /// The key may do what no tool needs.
  case overScoped = "over-scoped"
  /// The vendor gives it up.
  case deprecated
}
