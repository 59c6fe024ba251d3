import ByteCoding
import Cryptography
import Ledger
import Providers
import SecretMemory
import Vault

extension Service {
  func value(
    _ reference: Reference, _ vault: OpenVault
  ) throws(ServiceError) -> SecretBytes {
    let found = try vault.deciding { state throws(Refusal) in try state.resolve(reference) }
    let names = found.key.fields.map(\.name)
    guard let field = found.field ?? (names.count == 1 ? found.key.fields.first : nil) else {
      throw .fieldNeeded(key: found.key.name, fields: names)
    }
    let value = try open(field.id, of: found.version, of: found.key, vault)
    try note([Use.Subject(tool: nil, key: found.key.id, kind: .read)], vault)
    return value
  }

  func open(
    _ field: Identifier, of version: Version, of key: Key, _ vault: OpenVault
  ) throws(ServiceError) -> SecretBytes {
    guard !version.purged, let commitment = version.commitment(of: field) else {
      throw .valuePurged(key: key.name, version: version.number)
    }
    return try open(
      ValueIDs(key: key.id, version: version.id, field: field), commitment, vault)
  }

  func open(
    _ ids: ValueIDs, _ commitment: [UInt8], _ vault: OpenVault
  ) throws(ServiceError) -> SecretBytes {
    do throws(LedgerError) {
      return try vault.ledger.openValue(ids, commitment: commitment)
    } catch { throw .ledger(error) }
  }

  /// The variables of a tool, in the order of their names.
  func environment(
    _ request: EnvironmentRequest, _ vault: OpenVault
  ) throws(ServiceError) -> Response {
    let tool = try find(request.tool, vault)
    return try environment(
      of: tool.id, only: request.only, as: UseKind(request.purpose), by: nil, vault)
  }

  /// - Parameter by: Who asks, where that is not whoever opened the vault.
  func environment(
    of tool: Identifier, only: [String], as kind: UseKind, by: String?, _ vault: OpenVault
  ) throws(ServiceError) -> Response {
    let emission = try vault.deciding { state throws(Refusal) in
      try state.emission(ofTool: tool)
    }
    let known = emission.items.map(\.connection.variable)
    if let unknown = only.first(where: { !known.contains($0) }) {
      throw .unknownField(name: unknown, fields: known)
    }
    var variables = SecretFields()
    var keys: Set<Identifier> = []
    for item in emission.items
    where only.isEmpty || only.contains(item.connection.variable) {
      let ids = ValueIDs(
        key: item.connection.key, version: item.version.id, field: item.connection.field)
      guard !item.version.purged else {
        throw .valuePurged(key: item.keyName, version: item.version.number)
      }
      let value = try open(ids, item.commitment, vault)
      do throws(SecretMemoryError) {
        try value.withSpan { span throws(SecretMemoryError) in
          try variables.append(name: item.connection.variable, value: span)
        }
      } catch { throw .outOfMemory }
      keys.insert(item.connection.key)
    }
    try note(uses(of: keys, by: tool, kind, by), vault)
    let name = ToolName(of: emission.tool)
    return .variables(EnvironmentView(tool: name, versions: emission.versions), variables)
  }

  /// A new key, a new value of a key without connections, or the correction of a mistyped one.
  func store(
    _ wish: SetKey, _ values: borrowing SecretFields, _ vault: OpenVault
  ) throws(ServiceError) -> StoredKey {
    let name = try Self.keyName(wish.name)
    let stored = try vault.commit(configuration) { context throws(ServiceError) in
      let known = try vault.reading { state throws(RecordError) in try state.key(named: wish.name) }
      if let known {
        return try self.newValue(of: known, wish, values, &context, vault)
      }
      return try self.newKey(name, wish, values, &context, vault)
    }
    return try self.stored(stored, vault)
  }

  private struct Stored {
    var key: Identifier
    var outcome: StoredKey.Outcome
    var tool: Identifier?
  }

  private func newKey(
    _ name: KeyName, _ wish: SetKey, _ values: borrowing SecretFields,
    _ context: inout DecisionContext, _ vault: OpenVault
  ) throws(ServiceError) -> Draft<Stored> {
    let profile = try Self.profile(wish.attributes.provider)
    try Self.check(wish.attributes, profile)
    let names = try Self.fieldNames(values.names, profile)
    let fields = names.map { Field(id: context.ids.draw(), name: $0) }
    let id = context.ids.draw()
    let sealed = try seal(values, fields, ofKey: id, wish.expires, &context, vault)
    var attributes = wish.attributes
    if attributes.api == nil, let api = profile?.apiVersion {
      attributes[Attributes.Name.api] = [api]
    }
    let new = NewKey(id: id, name: name, fields: fields, attributes: attributes)
    var request: ConnectionRequest?
    if let tool = wish.connect {
      request = try connection(
        to: tool, name, fields, profile, Wish(wish), vault)
    }
    let events = try vault.deciding { state throws(Refusal) in
      try state.decideAdd(new, sealed.version, connecting: request, &context)
    }
    return Draft(
      events: events, blobs: sealed.blobs,
      answer: Stored(key: id, outcome: .added, tool: request?.tool))
  }

  private func newValue(
    of key: Key, _ wish: SetKey, _ values: borrowing SecretFields,
    _ context: inout DecisionContext, _ vault: OpenVault
  ) throws(ServiceError) -> Draft<Stored> {
    if !wish.attributes.isEmpty { try Self.check(key.attributes.edited(by: wish.attributes)) }
    let sealed = try seal(values, key.fields, ofKey: key.id, wish.expires, &context, vault)
    var events = try vault.deciding { state throws(Refusal) in
      try state.decideNewValue(key: key.id, sealed.version, fix: wish.fix, &context)
        + state.decideEdit(key: key.id, wish.attributes)
    }
    var tool: Identifier?
    if let name = wish.connect {
      let request = try connection(
        to: name, try Self.keyName(key.name), key.fields,
        key.attributes.provider.flatMap { Catalogue.provider($0) }, Wish(wish), vault)
      var state = vault.state
      try vault.apply(events, to: &state, context)
      events += try vault.deciding { _ throws(Refusal) in
        try state.decideConnect(key: key.id, request, &context)
      }
      tool = request.tool
    }
    return Draft(
      events: events, blobs: sealed.blobs,
      answer: Stored(key: key.id, outcome: wish.fix ? .fixed : .newVersion, tool: tool))
  }

  private func stored(_ stored: Stored, _ vault: OpenVault) throws(ServiceError) -> StoredKey {
    let view = try keyView(stored.key, vault)
    var connected: [RollLine] = []
    if let tool = stored.tool {
      connected = try roll(ofKey: stored.key, by: [tool], vault)
    }
    return StoredKey(
      outcome: stored.outcome, key: view, version: view.versions.last?.number ?? 1,
      connected: connected)
  }

  struct SealedVersion {
    var version: NewVersion
    var blobs: [SealedBlob]
  }

  func seal(
    _ values: borrowing SecretFields, _ fields: [Field], ofKey key: Identifier, _ expires: Int64?,
    _ context: inout DecisionContext, _ vault: OpenVault
  ) throws(ServiceError) -> SealedVersion {
    let names = fields.map(\.name)
    if let unknown = values.names.first(where: { !names.contains($0) }) {
      throw .unknownField(name: unknown, fields: names)
    }
    let missing = names.filter { values.length(of: $0) == nil }
    guard missing.isEmpty else { throw .missingFields(missing) }
    var sealed = SealedVersion(
      version: NewVersion(id: context.ids.draw(), values: [], expires: expires), blobs: [])
    for field in fields {
      let ids = ValueIDs(key: key, version: sealed.version.id, field: field.id)
      do throws(LedgerError) {
        let made = try values.withField(field.name) { span throws(LedgerError) in
          try vault.ledger.seal(span, for: ids)
        }
        guard let made else { continue }
        sealed.blobs.append(made.blob)
        sealed.version.values.append(
          FieldCommitment(field: field.id, commitment: made.commitment))
      } catch { throw .ledger(error) }
    }
    return sealed
  }
}
