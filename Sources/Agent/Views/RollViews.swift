import ByteCoding
import Vault

extension Service {
  func whereUsed(_ name: String, _ vault: OpenVault) throws(ServiceError) -> RollView {
    let key = try vault.deciding { state throws(Refusal) in try state.find(key: name) }
    return RollView(lines: try roll(ofKey: key.id, vault))
  }

  /// The connections of a key, of the tools that `include` picks.
  func roll(
    ofKey key: Identifier, _ vault: OpenVault,
    including include: (RollEntry) -> Bool = { _ in true }
  ) throws(ServiceError) -> [RollLine] {
    let entries = try vault.deciding { state throws(Refusal) in try state.roll(ofKey: key) }
    var lines: [RollLine] = []
    for entry in entries where include(entry) { lines += Self.lines(of: entry) }
    return lines
  }

  func uses(_ name: ToolName, _ vault: OpenVault) throws(ServiceError) -> RollView {
    let tool = try vault.deciding { state throws(Refusal) in try state.find(tool: name) }
    return RollView(lines: try uses(tool.id, vault))
  }

  func uses(_ tool: Identifier, _ vault: OpenVault) throws(ServiceError) -> [RollLine] {
    let entries = try vault.deciding { state throws(Refusal) in try state.uses(ofTool: tool) }
    var lines: [RollLine] = []
    for entry in entries { lines += Self.lines(of: entry) }
    return lines
  }

  private static func lines(of entry: RollEntry) -> [RollLine] {
    let tool = ToolName(of: entry.tool)
    let holds = entry.key.versions.last { version in
      version.label.isLive && version.id != entry.version?.id
        && entry.adoption.mayHold(version.id)
    }
    return entry.connections.map { connection in
      RollLine(
        tool: tool, key: entry.key.name, field: entry.key.field(connection.field)?.name ?? "",
        variable: connection.variable, isRequired: connection.required,
        needs: connection.attributes.needs, requiresAPI: connection.attributes.requiresAPI,
        version: entry.version?.number, level: entry.level, required: entry.required,
        holds: holds?.number, owner: entry.tool.attributes.owner)
    }
  }
}
