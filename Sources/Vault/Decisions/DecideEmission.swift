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
    let (tool, target) = try writable(tool, target, context)
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
    var tools: Set<Identifier> = []
    for result in results {
      let open = try reading { s throws(RecordError) in
        try s.operation(tool: result.tool, target: result.target)
      }
      let delivery = open?.step == .deliver ? open?.id : nil
      switch result.outcome {
      case .emitted(let versions, let changed):
        // A program that was told of what was there before has to be told again, by another number.
        if changed, let open, open.step != .deliver {
          events += Self.ending(open.id, result, CommandEnded.overtaken)
        }
        keys.formUnion(versions.map(\.key))
        tools.insert(result.tool)
        events += try losing(result, versions, isChanged: changed)
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
    return try completing(events, keys: keys, proving: tools, context)
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

  /// What is no longer so once a target was written. What was written anew although all of it was
  /// there already, as far as was known, has to be loaded again; and where a slower writer put an
  /// earlier version in place of a later one, the later one is not there any more.
  private func losing(
    _ result: EmissionResult, _ versions: [KeyFingerprint], isChanged: Bool
  ) throws(Refusal) -> [Event] {
    guard
      let target = try reading({ s throws(RecordError) in try s.tool(result.tool) })?
        .target(result.target)
    else { return [] }
    var (rewritten, overtaken): ([Event], [Event]) = ([], [])
    var isNew = false
    for given in versions {
      let found = try reading { s throws(RecordError) in
        (try s.adoption(tool: result.tool, key: given.key), try s.key(given.key))
      }
      guard case (let adoption?, let key?) = found else { continue }
      let held = adoption.target(target.id)
      func lowered(_ level: AdoptionLevel.Floor, _ cause: LoweringCause) -> Event? {
        guard let version = held?.version else { return nil }
        return .adoptionLowered(
          AdoptionLowered(
            tool: result.tool, key: given.key, version: version, target: target.id, level: level,
            cause: cause))
      }
      guard held?.version == given.version else {
        isNew = true
        let (old, new) = (held?.version.flatMap(key.version), key.version(given.version))
        if let old, let new, old.number > new.number, old.label.isLive, new.label.isLive,
          let event = lowered(.pending, .otherVersion)
        {
          overtaken.append(event)
        }
        continue
      }
      if target.hasProof, held?.level.meets(.applied) == true,
        let event = lowered(.emitted, .rewritten)
      {
        rewritten.append(event)
      }
    }
    return overtaken + (isChanged && !isNew ? rewritten : [])
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
