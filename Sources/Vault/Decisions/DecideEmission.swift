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
    /// - changed: Whether the target was not as it was to be before.
    case emitted([KeyFingerprint], changed: Bool)
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
    var events: [Event] = []
    var keys: Set<Identifier> = []
    for result in results {
      let open = try reading { s throws(RecordError) in
        try s.operation(tool: result.tool, target: result.target)
      }
      let delivery = open?.step == .deliver ? open?.id : nil
      switch result.outcome {
      case .emitted(let versions, let changed):
        keys.formUnion(versions.map(\.key))
        if changed { events += try rewriting(result, versions) }
        events += Self.ending(delivery, result, CommandEnded.passed)
        events.append(
          .emitted(Emitted(tool: result.tool, target: result.target, versions: versions)))
      case .failed(let versions, let reason):
        events += Self.ending(delivery, result, reason)
        events.append(
          .emissionFailed(
            EmissionFailed(
              tool: result.tool, target: result.target, versions: versions, reason: reason)))
      }
    }
    return try completing(events, keys: keys.sorted(), context)
  }

  private static func ending(
    _ operation: Identifier?, _ result: EmissionResult, _ code: String
  ) -> [Event] {
    guard let operation else { return [] }
    return [
      .commandEnded(
        CommandEnded(
          tool: result.tool, target: result.target, operation: operation, code: code))
    ]
  }

  /// What was written anew although it was there already, as far as was known, has to be loaded
  /// again.
  private func rewriting(
    _ result: EmissionResult, _ versions: [KeyFingerprint]
  ) throws(Refusal) -> [Event] {
    guard
      let target = try reading({ s throws(RecordError) in try s.tool(result.tool) })?
        .target(result.target), target.hasProof
    else { return [] }
    var events: [Event] = []
    for given in versions {
      let adoption = try reading { s throws(RecordError) in
        try s.adoption(tool: result.tool, key: given.key)
      }
      guard let held = adoption?.target(target.id), held.version == given.version,
        held.level.rank > AdoptionLevel.emitted.rank
      else { continue }
      events.append(
        .adoptionLowered(
          AdoptionLowered(
            tool: result.tool, key: given.key, version: given.version, target: target.id,
            level: .emitted, cause: .rewritten)))
    }
    return events
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
