package import ByteCoding

/// One tool's use of a key, as `where` and `uses` tell it.
package struct RollEntry: Sendable {
  package let key: Key
  package let tool: Tool
  /// In the order of variables.
  package let connections: [Connection]
  package let adoption: Adoption
  /// The version that the tool is to have: the pending one of an open rotation unless it has to
  /// wait for others, else the current one.
  package let version: Version?
  /// Tools that come before this one in the open rotation.
  package let waits: [Tool]

  package var isRequired: Bool { connections.contains(where: \.required) }
  package var required: AdoptionLevel { tool.requiredLevel }

  /// How far the tool has come with the version that it is to have.
  package var level: AdoptionLevel { version.map { adoption.level(of: $0.id) } ?? .pending }
}

extension State {
  /// The tools that use a key, ascending by name.
  package func roll(ofKey id: Identifier) throws(Refusal) -> [RollEntry] {
    let key = try existing(key: id)
    let rotation = try openRotation(of: key)
    let byTool = Dictionary(
      grouping: try reading { s throws(RecordError) in try s.connections(ofKey: id) }, by: \.tool)
    let order = Order(self, key, rotation)
    var result: [RollEntry] = []
    for (tool, connections) in byTool {
      result.append(try entry(key, try existing(tool: tool), connections, rotation, order))
    }
    return result.sorted { ($0.tool.text, $0.tool.id) < ($1.tool.text, $1.tool.id) }
  }

  /// The keys that a tool uses, ascending by name.
  package func uses(ofTool id: Identifier) throws(Refusal) -> [RollEntry] {
    let tool = try existing(tool: id)
    let byKey = Dictionary(
      grouping: try reading { s throws(RecordError) in try s.connections(ofTool: id) }, by: \.key)
    var result: [RollEntry] = []
    for (key, connections) in byKey {
      let key = try existing(key: key)
      let rotation = try openRotation(of: key)
      let order = Order(self, key, rotation)
      result.append(try entry(key, tool, connections, rotation, order))
    }
    return result.sorted { ($0.key.name, $0.key.id) < ($1.key.name, $1.key.id) }
  }

  func openRotation(of key: Key) throws(Refusal) -> Rotation? {
    try reading { s throws(RecordError) in try s.openRotation(ofKey: key.id) }
  }

  private func entry(
    _ key: Key, _ tool: Tool, _ connections: [Connection], _ rotation: Rotation?, _ order: Order
  ) throws(Refusal) -> RollEntry {
    let adoption = try reading { s throws(RecordError) in
      try s.adoption(tool: tool.id, key: key.id)
    }
    let waits = try order.waits(of: tool, adoption)
    let next = rotation.flatMap { key.version($0.to) }
    let version = next?.label == .pending && waits.isEmpty ? next : key.current
    return RollEntry(
      key: key, tool: tool, connections: connections.sorted { $0.variable < $1.variable },
      adoption: adoption ?? Adoption(key: key.id, tool: tool.id, connections: connections.count),
      version: version, waits: waits)
  }
}
