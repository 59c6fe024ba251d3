/// What `keyroll_reader.py` prints, as far as the service answers the same.
struct ReaderDocument: Decodable {
  struct Checkpoint: Decodable { let mac: String }
  struct Field: Decodable { let id, name: String }
  struct Version: Decodable {
    let id, state, origin: String
    let number: UInt64
    let staged: Int64
    let expires: Int64?
    let purged: Bool
    let values: [String: String?]
  }
  struct Key: Decodable {
    let id, name: String
    let added: Int64
    let removed: Bool
    let fields: [Field]
    let attributes: [String: [String]]
    let versions: [Version]
  }
  struct Target: Decodable {
    let id, kind, machine: String
    let attributes: [String: [String]]
  }
  struct Adoption: Decodable { let key, version, level: String }
  struct Tool: Decodable {
    let id, name: String
    let environment: String?
    let removed: Bool
    let attributes: [String: [String]]
    let targets: [Target]
    let adoption: [Adoption]
  }
  struct Connection: Decodable {
    let tool, key, field, variable: String
    let required: Bool
    let attributes: [String: [String]]
  }
  struct Rotation: Decodable {
    let key, after: String
    let before: String?
    let started: Int64
    let outcome: String?
  }
  struct Use: Decodable {
    let tool, key: String?
    let kind: String
    let count: UInt64
    let last: Int64
  }
  struct Slot: Decodable {
    let id, kind, name: String
    let verified: Int64?
  }
  struct Vault: Decodable { let name: String }
  struct TornTail: Decodable { let bytes: Int }

  let id: String
  let generation: UInt64
  let epoch: UInt32
  let frames: UInt64
  let checkpoints: [Checkpoint]
  let tornTail: TornTail?
  let vault: Vault
  let settings: [String: [String]]
  let slots: [Slot]
  let keys: [Key]
  let tools: [Tool]
  let connections: [Connection]
  let rotations: [Rotation]
  let uses: [Use]
  let withoutEffect: [String]

  enum CodingKeys: String, CodingKey {
    case id, generation, epoch, frames, checkpoints, vault, settings, slots, keys, tools
    case connections, rotations, uses
    case tornTail = "torn-tail"
    case withoutEffect = "events-without-effect"
  }
}

/// One fact on one line, so that a difference names itself.
func fact(_ parts: Any?...) -> String {
  parts.map { part in part.map { "\($0)" } ?? "-" }.joined(separator: " | ")
}

func attributeText(_ attributes: [String: [String]]) -> String {
  attributes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
}

extension ReaderDocument {
  var lines: [String] {
    var lines = [fact("vault", id, vault.name, generation, epoch, frames)]
    lines += settings.map { fact("setting", $0.key, $0.value) }
    lines += slots.map { fact("slot", $0.id, $0.kind, $0.name, $0.verified) }
    for key in keys where !key.removed { lines += self.lines(of: key) }
    for tool in tools where !tool.removed { lines += self.lines(of: tool) }
    lines += connections.map(line(of:))
    lines += rotations.filter { $0.outcome == nil }.map(line(of:))
    lines += uses.map { use in
      let (tool, key) = (
        tools.first { $0.id == use.tool }?.name, keys.first { $0.id == use.key }?.name
      )
      return fact("use", tool, key, use.kind, use.count, use.last)
    }
    return lines.sorted()
  }

  private func lines(of key: Key) -> [String] {
    let fields = key.fields.map(\.name)
    var lines = [
      fact("key", key.id, key.name, key.added, fields, attributeText(key.attributes))
    ]
    for version in key.versions {
      lines.append(
        fact(
          "version", key.name, version.number, version.id, version.state, version.staged,
          version.expires, version.origin, version.purged))
      guard ["pending", "current", "previous"].contains(version.state) else { continue }
      lines += version.values.map { fact("value", key.name, version.number, $0.key, $0.value) }
    }
    return lines
  }

  private func lines(of tool: Tool) -> [String] {
    var lines = [
      fact("tool", tool.id, tool.name, tool.environment, attributeText(tool.attributes))
    ]
    for target in tool.targets {
      lines.append(
        fact(
          "target", tool.name, target.id, target.kind, target.machine,
          target.attributes["path"]?.first, target.attributes["dialect"]?.first))
    }
    return lines
  }

  /// With the level that the tool has reached with the version it should have.
  private func line(of connection: Connection) -> String {
    let tool = tools.first { $0.id == connection.tool }
    let key = keys.first { $0.id == connection.key }
    let open = rotations.first { $0.key == connection.key && $0.outcome == nil }
    let current = key?.versions.last { $0.state == "current" }
    let wanted = key?.versions.first { $0.id == open?.after } ?? current
    let adoption = tool?.adoption.first { $0.key == key?.id && $0.version == wanted?.id }
    let field = key?.fields.first { $0.id == connection.field }
    return fact(
      "connection", tool?.name, key?.name, field?.name, connection.variable, connection.required,
      connection.attributes["needs"] ?? [], connection.attributes["requires-api"]?.first,
      wanted?.number, adoption?.level ?? "pending")
  }

  private func line(of rotation: Rotation) -> String {
    let key = keys.first { $0.id == rotation.key }
    func number(_ id: String?) -> UInt64? { key?.versions.first { $0.id == id }?.number }
    return fact(
      "rotation", key?.name, number(rotation.before), number(rotation.after), rotation.started)
  }
}
