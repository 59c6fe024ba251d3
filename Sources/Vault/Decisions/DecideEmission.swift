package import ByteCoding

/// What a target is to be given.
package struct Emission: Sendable {
  package let tool: Tool
  /// In the order of variables; connections that are optional and have no value are left out.
  package let items: [EmissionItem]

  /// Each key once, ascending by identifier.
  package var versions: [KeyVersion] {
    Set(items.map { KeyVersion(key: $0.connection.key, version: $0.version.id) })
      .sorted { $0.key < $1.key }
  }
}

/// One variable of an emission and the sealed value that belongs to it.
package struct EmissionItem: Sendable {
  package let connection: Connection
  package let keyName: String
  package let fieldName: String
  package let version: Version
  package let commitment: [UInt8]
}

/// How writing one target went.
package struct EmissionResult: Sendable {
  package enum Outcome: Equatable, Sendable {
    case emitted([KeyFingerprint])
    /// With a reason code.
    case failed([KeyVersion], reason: String)
  }

  package var tool: Identifier
  package var target: Identifier
  package var outcome: Outcome

  package init(tool: Identifier, target: Identifier, outcome: Outcome) {
    self.tool = tool
    self.target = target
    self.outcome = outcome
  }
}

extension State {
  /// What the targets of a tool are to be given now. Refuses where a required connection has no
  /// value, or two connections have one variable, which a merge can bring about.
  package func emission(ofTool id: Identifier) throws(Refusal) -> Emission {
    let tool = try existing(tool: id)
    var items: [EmissionItem] = []
    for entry in try uses(ofTool: id) {
      for connection in entry.connections {
        if let item = try Self.item(connection, entry) { items.append(item) }
      }
    }
    items.sort { $0.connection.variable < $1.connection.variable }
    for (a, b) in zip(items, items.dropFirst())
    where a.connection.variable == b.connection.variable {
      throw .variableTaken(
        tool: tool.text, variable: a.connection.variable, key: a.keyName, field: a.fieldName)
    }
    return Emission(tool: tool, items: items)
  }

  /// Targets on any machine that do not hold what they are to be given, as far as is known.
  package func staleTargets(ofTool id: Identifier) throws(Refusal) -> [ToolTarget] {
    let entries = try uses(ofTool: id)
    return try existing(tool: id).writtenTargets.filter { target in
      entries.contains { entry in
        let held = entry.adoption.target(target.id)
        return entry.version != nil
          && (held?.version != entry.version?.id || held?.intended != nil)
      }
    }
  }

  /// Notes that a target is about to be written, before it is touched.
  package func decideIntend(
    tool: Identifier, target: Identifier, _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    let (tool, target) = try existing(target: target, ofTool: tool)
    guard target.kind.isWritten else {
      throw .notWritten(tool: tool.text, kind: target.kind)
    }
    guard target.machine == context.machine else {
      throw .otherMachine(tool: tool.text, machine: target.machine)
    }
    let versions = try emission(ofTool: tool.id).versions
    return [
      .emissionIntended(
        EmissionIntended(tool: tool.id, target: target.id, versions: versions))
    ]
  }

  /// Records how writing went; a rotation's version that all written targets now hold comes into
  /// use.
  package func decideRecordEmission(
    _ results: [EmissionResult], _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    var keys: Set<Identifier> = []
    let events = results.map { result in
      switch result.outcome {
      case .emitted(let versions):
        keys.formUnion(versions.map(\.key))
        return Event.emitted(
          Emitted(tool: result.tool, target: result.target, versions: versions))
      case .failed(let versions, let reason):
        return Event.emissionFailed(
          EmissionFailed(
            tool: result.tool, target: result.target, versions: versions, reason: reason))
      }
    }
    return try completing(events, keys: keys.sorted(), context)
  }

  private static func item(
    _ connection: Connection, _ entry: RollEntry
  ) throws(Refusal) -> EmissionItem? {
    guard let version = entry.version, !version.purged,
      let commitment = version.commitment(of: connection.field)
    else {
      guard connection.required else { return nil }
      guard let version = entry.version else { throw .noCurrentVersion(key: entry.key.name) }
      throw .valuesPurged(key: entry.key.name, number: version.number)
    }
    return EmissionItem(
      connection: connection, keyName: entry.key.name,
      fieldName: entry.key.field(connection.field)?.name ?? "", version: version,
      commitment: commitment)
  }
}
