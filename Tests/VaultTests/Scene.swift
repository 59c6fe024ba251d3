import ByteCoding
import Testing
import Vault

/// A state that grows by decided events, with a clock that counts commands.
struct Scene {
  var state: State
  var context = DecisionContext(now: 1_000, ids: IDPool(seed: bytes(9)), machine: "here")
  /// Everything that was applied so far.
  private(set) var events: [Event] = []

  init(base: any RecordBase = EmptyBase()) {
    state = State(base: base)
  }

  var stamp: Stamp {
    Stamp(time: context.now, actor: "me", transaction: id(0xee), sequence: UInt64(events.count))
  }

  mutating func apply(_ new: [Event]) throws {
    for event in new {
      try state.apply(event, stamp)
      events.append(event)
    }
    context = DecisionContext(
      now: context.now + 1, ids: context.ids, machine: context.machine)
  }

  @discardableResult
  mutating func addKey(
    _ name: String, fields: [String] = ["token"], attributes: Attributes = Attributes()
  ) throws -> Identifier {
    let key = NewKey(
      id: context.ids.draw(), name: try KeyName(name),
      fields: fields.map { Field(id: context.ids.draw(), name: $0) }, attributes: attributes)
    let version = NewVersion(
      id: context.ids.draw(),
      values: key.fields.map { FieldCommitment(field: $0.id, commitment: bytes(1)) })
    try apply(try state.decideAdd(key, version, &context))
    return key.id
  }

  /// A version with a value for each field of the key.
  mutating func version(of key: Identifier) throws -> NewVersion {
    let fields = try state.key(key)?.fields ?? []
    return NewVersion(
      id: context.ids.draw(),
      values: fields.map { FieldCommitment(field: $0.id, commitment: bytes(2)) })
  }

  /// A tool with a target of each kind, on this machine, at paths of its own.
  @discardableResult
  mutating func addTool(
    _ name: String, _ kinds: [TargetKind] = [.environmentFile], machine: String = "here",
    require: String? = nil
  ) throws -> Identifier {
    let name = try ToolName(name)
    let targets = kinds.enumerated().map { place, kind in
      NewTarget(
        kind: kind, machine: machine,
        attributes: kind == .manual
          ? Attributes() : Attributes([("path", ["/srv/\(name.text)/\(place)"])]))
    }
    let attributes = Attributes(require.map { [("require", [$0])] } ?? [])
    try apply(
      try state.decideAddTool(
        NewTool(name: name, attributes: attributes), targets: targets, &context))
    return try state.find(tool: name).id
  }

  /// Connects the first field of the key, under a variable made from its identifier.
  mutating func connect(
    _ tool: Identifier, _ key: Identifier, as variable: String? = nil, required: Bool = true
  ) throws {
    try apply(
      try state.decideConnect(
        key: key, try request(tool, key, as: variable, required: required), &context))
  }

  func request(
    _ tool: Identifier, _ key: Identifier, as variable: String? = nil, required: Bool = true,
    attributes: Attributes = Attributes(), allowPublic: Bool = false, allowSpecial: Bool = false,
    providerAPI: String? = nil
  ) throws -> ConnectionRequest {
    let field = try #require(try state.key(key)?.fields.first)
    let name = try #require(VariableName(variable ?? "K_\(key.hex.prefix(8))"))
    return ConnectionRequest(
      tool: tool, fields: [FieldVariable(field: field.id, variable: name)], required: required,
      attributes: attributes, allowPublic: allowPublic, allowSpecial: allowSpecial,
      providerAPI: providerAPI)
  }

  /// Stages the next version and returns it.
  @discardableResult
  mutating func rotate(
    _ key: Identifier, _ plan: RotationPlan = RotationPlan()
  ) throws -> Identifier {
    let next = try version(of: key)
    try apply(try state.decideRotate(key: key, next, plan, &context))
    return next.id
  }

  /// Writes every target of a tool on this machine, except those at these places.
  mutating func emit(
    _ tool: Identifier, failing: Set<Int> = [], changed: Bool = true
  ) throws {
    let targets = try state.tool(tool)?.targets ?? []
    for (place, target) in targets.enumerated() where target.kind.isWritten {
      guard target.machine == context.machine else { continue }
      try apply(try state.decideIntend(tool: tool, target: target.id, &context))
      let versions = try state.emission(ofTool: tool).versions
      let outcome: EmissionResult.Outcome =
        failing.contains(place)
        ? .failed(versions, reason: "disk-full")
        : .emitted(
          versions.map {
            KeyFingerprint(key: $0.key, version: $0.version, fingerprint: $0.version.bytes)
          }, changed: changed)
      try apply(
        try state.decideRecordEmission(
          [EmissionResult(tool: tool, target: target.id, outcome: outcome)], &context))
    }
  }

  mutating func acknowledge(
    _ tool: Identifier, _ key: Identifier, _ level: AdoptionLevel.Claim = .applied
  ) throws {
    try apply(try state.decideAcknowledge(tool: tool, key: key, level: level, &context))
  }

  mutating func revoke(
    _ key: Identifier, _ number: UInt64? = nil, _ limits: RevocationLimits = RevocationLimits()
  ) throws {
    try apply(try state.decideRevoke(key: key, number: number, limits, now: context.now).events)
  }

  /// Labels of a key's versions, the first first.
  func labels(_ key: Identifier) throws -> [VersionLabel] {
    try state.key(key)?.versions.map(\.label) ?? []
  }

  /// How far a tool has come with the version of that number.
  func level(_ tool: Identifier, _ key: Identifier, _ number: UInt64) throws -> AdoptionLevel {
    let version = try #require(try state.key(key)?.version(number: number))
    return try state.level(tool: tool, key: key, version: version.id)
  }
}
