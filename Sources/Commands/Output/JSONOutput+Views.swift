import ByteCoding
package import Agent
package import Vault

/// What the service answers, as JSON. Names of members are stable; times are RFC 3339 in UTC.
extension JSONOutput {
  package static func time(_ time: Int64?) -> JSONOutput {
    time.map { .text(Age.dateTime($0)) } ?? .null
  }

  package init(_ tool: ToolName) {
    self = .text(tool.text)
  }

  package init(_ attributes: Attributes) {
    self = .object(attributes.entries.map { ($0.name, .texts($0.values)) })
  }

  package init(_ key: KeyView) {
    self = .object([
      ("name", .text(key.name)), ("id", .text(key.id.hex)), ("fields", .texts(key.fields)),
      ("attributes", JSONOutput(key.attributes)),
      ("versions", .array(key.versions.map { JSONOutput($0) })),
      ("tools", .array(key.tools.map { JSONOutput($0) })), ("added", .time(key.addedAt)),
      ("edited", .time(key.editedAt)), ("rotating", .bool(key.openRotation)),
      ("stale", .bool(key.isStale)),
    ])
  }

  package init(_ version: VersionView) {
    self = .object([
      ("number", .integer(Int64(version.number))), ("id", .text(version.id.hex)),
      ("label", .text(version.label.rawValue)), ("set", .time(version.stagedAt)),
      ("revoked", .time(version.revokedAt)), ("expires", .time(version.expires)),
      ("origin", .text(version.origin.rawValue)), ("purged", .bool(version.isPurged)),
    ])
  }

  package init(_ line: LogLine) {
    self = .object([
      ("sequence", .integer(Int64(line.sequence))), ("time", .time(line.time)),
      ("event", .text(line.event)), ("subjects", .texts(line.subjects)),
      ("version", .integer(optional: line.version.map { Int64($0) })),
      ("detail", .text(optional: line.detail)), ("actor", .text(line.actor)),
      ("machine", .text(line.machine)), ("reason", .text(optional: line.reason)),
      ("use", JSONOutput(line.use)),
    ])
  }

  package init(_ line: RollLine) { self = .object(Self.members(of: line)) }

  /// A line of which the uses were asked for too.
  package init(used line: RollLine) {
    self = .object(
      Self.members(of: line) + [
        ("connected", .time(line.connectedAt)), ("last-use", JSONOutput(line.lastUse)),
      ])
  }

  private static func members(of line: RollLine) -> [(String, JSONOutput)] {
    [
      ("tool", JSONOutput(line.tool)), ("key", .text(line.key)), ("field", .text(line.field)),
      ("variable", .text(line.variable)), ("required", .bool(line.isRequired)),
      ("needs", .texts(line.needs)), ("requires-api", .text(optional: line.requiresAPI)),
      ("version", .integer(optional: line.version.map { Int64($0) })),
      ("level", .text(line.level.rawValue)), ("required-level", .text(line.required.rawValue)),
      ("holds", .integer(optional: line.holds.map { Int64($0) })),
      ("owner", .text(optional: line.owner)), ("behind", .bool(line.isBehind)),
    ]
  }

  package init(_ vault: VaultView) {
    self = .object([
      ("path", .text(vault.path)), ("name", .text(vault.name)),
      ("id", .text(vault.identifier.hex)), ("generation", .integer(Int64(vault.generation))),
      ("epoch", .integer(Int64(vault.epoch))), ("sequence", .integer(Int64(vault.sequence))),
      ("keys", .integer(Int64(vault.keyCount))), ("tools", .integer(Int64(vault.toolCount))),
      ("bytes", .integer(Int64(vault.bytes))), ("warnings", .notes(vault.warnings)),
    ])
  }

  package static func notes(_ notes: [Note]) -> JSONOutput {
    .texts(notes.map { Message($0).text })
  }

  package init(_ setting: SettingLine) {
    self = .object([
      ("name", .text(setting.name)), ("values", .texts(setting.values)),
      ("default", .bool(setting.isDefault)),
    ])
  }
}
