package import ByteCoding
package import Ledger
package import Platform
package import SecretMemory
package import Vault

/// The answer to a ``Request``. Only ``value`` and ``variables`` carry secrets.
package enum Response: ~Copyable {
  case created(VaultView)
  /// What a user should hear about the vault.
  case unlocked([Note])
  case vault(VaultView)
  case standing(KeyStanding)
  case keys([KeyView])
  case key(KeyView)
  case log([LogLine])
  case tools([ToolView])
  case tool(ToolView)
  case roll(RollView)
  case plan(EmissionPlan)
  case status(StatusView)
  case settings([SettingLine])
  case slots([SlotView])
  case names([String])
  case value(SecretBytes)
  case variables(EnvironmentView, SecretFields)
  case stored(StoredKey)
  case staged(StagedRotation)
  case connected([RollLine])
  case revoked(RevokedVersion)
  /// Under which the commands are to be run, in the order in which they were named.
  case operations([Identifier])
  /// Of each value, in the order in which they were given.
  case recognized([Recognition])
  case rotations([RotationView])
  case impact([ImpactLine])
  case due([DueLine])
  case backedUp(BackupView)
  /// Done; the notes are things to know, not failures.
  case done([Note])
}

package struct VaultView: Sendable {
  package var path: String
  package var name: String
  package var identifier: Identifier
  package var generation: UInt64
  package var epoch: UInt64
  package var sequence: UInt64
  package var keyCount: Int
  package var toolCount: Int
  package var bytes: Int
  package var warnings: [Note]
}

/// What is known of a key before its value is asked for.
package enum KeyStanding: Sendable {
  case absent
  case present(KeyView)
}

package struct KeyView: Sendable {
  package var id: Identifier
  package var name: String
  package var fields: [String]
  package var attributes: Attributes
  package var versions: [VersionView]
  package var tools: [ToolName]
  package var addedAt: Int64
  package var editedAt: Int64
  package var openRotation: Bool
  package var isStale: Bool

  package var provider: String? { attributes.provider }
  package var current: VersionView? { versions.last { $0.label == .current } }
}

package struct VersionView: Sendable {
  package var id: Identifier
  package var number: UInt64
  package var label: VersionLabel
  package var stagedAt: Int64
  package var revokedAt: Int64?
  package var expires: Int64?
  package var origin: VersionOrigin
  package var isPurged: Bool
}

package struct LogLine: Sendable {
  package var sequence: UInt64
  package var time: Int64
  package var actor: String
  package var machine: String
  package var reason: String?
  /// The event's name in `Events.md`.
  package var event: String
  /// Names of the tool and of the keys that the event is about.
  package var subjects: [String]
  package var version: UInt64?
  /// A variable, a path, a level, a reason.
  package var detail: String?
  /// Of a `UseObserved`.
  package var use: ObservedUse?
}

/// Uses of one kind, summed over a time.
package struct ObservedUse: Equatable, Sendable {
  package var kind: UseKind
  package var count: UInt64
  /// Milliseconds since 1970, as the last.
  package var firstAt: Int64
  package var lastAt: Int64
  /// Who used it, where that is not whoever wrote the line: `uid 1002`.
  package var by: String?
}

package struct ToolView: Sendable {
  package var id: Identifier
  package var name: ToolName
  package var attributes: Attributes
  /// What it must reach before an old version may be revoked.
  package var required: AdoptionLevel
  package var targets: [TargetView]
  package var connections: [RollLine]
  /// Of any of its keys.
  package var lastUse: UseSum?
  /// Attempts by others to be the tool.
  package var denials: UseSum?
}

package struct TargetView: Sendable {
  package var id: Identifier
  /// What `target edit` and `target rm` accept: the path, or the kind.
  package var name: String
  package var kind: TargetKind
  package var machine: String
  package var isHere: Bool
  package var path: String?
  package var dialect: String?
  /// Words of the command that takes the values on standard input.
  package var command: [String] = []
  package var reload: [String] = []
  package var verify: [String] = []
  /// Seconds that each command may take.
  package var timeout: Int64?
}

/// The connections of a key or of a tool.
package struct RollView: Sendable {
  package var lines: [RollLine]
  /// Of a key, its uses by no tool; of a tool, those of any of its keys.
  package var use: UseSum?
}

/// One connection, seen from either side.
package struct RollLine: Sendable {
  package var tool: ToolName
  package var key: String
  package var field: String
  package var variable: String
  package var isRequired: Bool
  package var needs: [String]
  package var requiresAPI: String?
  /// The version the tool should have, and how far it has taken it.
  package var version: UInt64?
  package var level: AdoptionLevel
  package var required: AdoptionLevel
  /// The newest version that the tool is known to have, if it is another one.
  package var holds: UInt64?
  package var owner: String?
  /// When the tool last got the key's values otherwise than by a file that was written.
  package var lastUse: UseSum?
  /// Of the version that the tool is to have: when something last changed, what shows its level, the
  /// step and code that failed (`reload exit-3`), and why it counts as adopted all the same.
  package var at: Int64?
  package var evidence: Evidence?
  package var failure: String?
  package var waiver: String?
  /// Milliseconds since 1970.
  package var connectedAt: Int64 = 0
  /// The tools that have to come further before this one is given the next version.
  package var waits: [ToolName] = []

  package var isBehind: Bool { isRequired && version != nil && !level.meets(required) }
}

package struct EnvironmentView: Sendable {
  package var tool: ToolName
  package var versions: [KeyVersion]
}

package struct StatusView: Sendable {
  package var vault: VaultView
  package var rotations: [RotationView]
  package var behind: [RollLine]
  package var stale: [KeyView]
  package var advice: [Note]
}

package struct SettingLine: Sendable {
  package var name: String
  package var values: [String]
  package var isDefault: Bool
}

package struct SlotView: Sendable {
  package var id: Identifier
  package var name: String
  package var kind: SlotKind?
  package var grant: String
  package var lastVerified: Int64?
  package var passes: UInt64?
  package var memoryBytes: UInt64?
  package var openedThis: Bool
}

package struct StoredKey: Sendable {
  package enum Outcome: String, CaseIterable, Sendable {
    case added, fixed
    case newVersion = "new-version"
  }
  package var outcome: Outcome
  package var key: KeyView
  package var version: UInt64
  package var connected: [RollLine]
}

package struct StagedRotation: Sendable {
  package var key: KeyView
  package var from: UInt64?
  package var to: UInt64
  package var roll: [RollLine]
}

package struct RevokedVersion: Sendable {
  package var key: KeyView
  package var numbers: [UInt64]
  /// Tools that were written to, and are not known to have loaded the value.
  package var writtenOnly: [String]
  package var forcedPast: [RollLine]
}

package struct BackupView: Sendable {
  package var path: String
  package var bytes: Int
  package var sequence: UInt64
  /// Where the vault is that was in the way.
  package var keptAside: String?
}

/// A fact worth telling; worded by the command line.
package enum Note: Equatable, Sendable {
  case tornTailDropped(bytes: Int, mayHaveBeenAcknowledged: Bool)
  case headerCopyDamaged
  case storage(StorageWarning)
  case noWitness
  case stateUnavailable(SystemError)
  case memoryNotLocked
  case promoted(key: String, version: UInt64)
  /// Copies and backups made before still open with what was removed.
  case oldSecretsStillOpenCopies
  case providerAdvice(key: String, provider: String, advice: String)
  case providerRetired(key: String, provider: String, since: String, advice: String)
  case recoveryNeverTested
  /// The change is durable; the cache that makes opening fast could not be written.
  case checkpointFailed(LedgerError)
  /// What was read is not remembered; nothing else is lost.
  case usesNotRecorded(SystemError)
  /// A part of what this machine had noted could not be read.
  case usesDropped(bytes: Int)
  case alreadySo
}
