import ByteCoding
import Vault

extension Service {
  func whereUsed(_ name: String, _ vault: OpenVault) throws(ServiceError) -> RollView {
    let key = try vault.deciding { state throws(Refusal) in try state.find(key: name) }
    let uses = try stateWithUses(vault)
    return RollView(
      lines: try roll(ofKey: key.id, vault, usedAsIn: uses),
      use: try vault.reading { _ throws(RecordError) in try uses.use(ofKey: key.id, by: nil) })
  }

  /// The connections of a key.
  /// - Parameter uses: What is known of uses; without it the lines say nothing about them.
  func roll(
    ofKey key: Identifier, _ vault: OpenVault, usedAsIn uses: State? = nil
  ) throws(ServiceError) -> [RollLine] {
    let entries = try vault.deciding { state throws(Refusal) in try state.roll(ofKey: key) }
    return try lines(of: entries, uses, vault)
  }

  /// The connections of a key with some tools, without a look at all the others.
  func roll(
    ofKey key: Identifier, by tools: Set<Identifier>, _ vault: OpenVault
  ) throws(ServiceError) -> [RollLine] {
    var entries: [RollEntry] = []
    for tool in tools {
      let tool = try vault.reading { state throws(RecordError) in try state.tool(tool) }
      guard let tool else { continue }
      entries += try vault.deciding { state throws(Refusal) in
        try state.uses(ofTool: tool.id)
      }.filter { $0.key.id == key }
    }
    entries.sort { ($0.tool.text, $0.tool.id) < ($1.tool.text, $1.tool.id) }
    return try lines(of: entries, nil, vault)
  }

  func uses(_ name: ToolName, _ vault: OpenVault) throws(ServiceError) -> RollView {
    let tool = try find(name, vault)
    let uses = try stateWithUses(vault)
    return RollView(
      lines: try self.uses(tool.id, vault, usedAsIn: uses),
      use: try vault.reading { _ throws(RecordError) in try uses.use(ofTool: tool.id).uses })
  }

  func uses(
    _ tool: Identifier, _ vault: OpenVault, usedAsIn uses: State? = nil
  ) throws(ServiceError) -> [RollLine] {
    let entries = try vault.deciding { state throws(Refusal) in try state.uses(ofTool: tool) }
    return try lines(of: entries, uses, vault)
  }

  private func lines(
    of entries: [RollEntry], _ uses: State?, _ vault: OpenVault
  ) throws(ServiceError) -> [RollLine] {
    var lines: [RollLine] = []
    for entry in entries {
      let use = try vault.reading { _ throws(RecordError) in
        try uses?.use(ofKey: entry.key.id, by: entry.tool.id)
      }
      lines += Self.lines(of: entry, use)
    }
    return lines
  }

  static func lines(of entry: RollEntry, _ use: UseSum?) -> [RollLine] {
    let tool = ToolName(of: entry.tool)
    // What was written may still be unread; what is applied has taken the place of what was before.
    let isLoaded = [.applied, .verified].contains(entry.level)
    let holds = entry.key.versions.last { version in
      version.label.isLive && version.id != entry.version?.id
        && entry.adoption.mayHold(version.id) && !isLoaded
    }
    let known = entry.version.flatMap { entry.adoption.version($0.id) }
    return entry.connections.map { connection in
      RollLine(
        tool: tool, key: entry.key.name, field: entry.key.field(connection.field)?.name ?? "",
        variable: connection.variable, isRequired: connection.required,
        needs: connection.attributes.needs, requiresAPI: connection.attributes.requiresAPI,
        version: entry.version?.number, level: entry.level, required: entry.required,
        holds: holds?.number, owner: entry.tool.attributes.owner, lastUse: use, at: known?.at,
        evidence: known?.evidence, failure: known?.failureText, waiver: known?.waiver,
        connectedAt: connection.connectedAt, waits: entry.waits.map(ToolName.init))
    }
  }
}
