package import ByteCoding

extension State {
  /// Gives tools another key in place of one: all that use it, or one of them. The old key counts
  /// them as needing it until they have taken the new one.
  package func decideReplace(
    old: Identifier, new: Identifier, tool only: Identifier? = nil, requiresAPI: String? = nil,
    providerAPI: String? = nil, _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    let (old, new) = (try existing(key: old), try existing(key: new))
    guard old.id != new.id else { throw .notReplaceable(key: new.name, fields: []) }
    let moving = try reading { s throws(RecordError) in try s.connections(ofKey: old.id) }
      .filter { only == nil || $0.tool == only }
    guard !moving.isEmpty else {
      guard let only else { throw .unused(key: old.name) }
      throw .notConnected(tool: try existing(tool: only).text, key: old.name)
    }
    var events: [Event] = []
    for connection in moving {
      let field = try Self.counterpart(of: connection.field, old, new)
      var attributes = connection.attributes
      let before = try unfinished(connection).filter { $0 != old.id && $0 != new.id }
      attributes[Attributes.Name.replaces] = (before + [old.id]).map(\.hex)
      if let requiresAPI { attributes[Attributes.Name.requiresAPI] = [requiresAPI] }
      if let required = attributes.requiresAPI, let actual = new.attributes.api ?? providerAPI,
        required != actual
      {
        throw .apiMismatch(key: new.name, required: required, actual: actual)
      }
      events.append(
        .disconnected(
          Disconnected(connection: connection.id, tool: connection.tool, key: old.id)))
      events.append(
        .connected(
          Connected(
            connection: context.ids.draw(), tool: connection.tool, key: new.id, field: field.id,
            variable: connection.variable, isRequired: connection.required,
            attributes: attributes)))
    }
    return try completing(events, keys: [old.id, new.id], context)
  }

  /// Keys in whose place the connection is, and which its tool has still, as far as is known.
  private func unfinished(_ connection: Connection) throws(Refusal) -> [Identifier] {
    var keys: [Identifier] = []
    for id in connection.attributes.replaces {
      guard let key = try reading({ s throws(RecordError) in try s.key(id) }) else { continue }
      let isBehind = try laggards(replacing: key).contains { $0.tool == connection.tool }
      if isBehind { keys.append(id) }
    }
    return keys
  }

  private static func counterpart(
    of id: Identifier, _ old: Key, _ new: Key
  ) throws(Refusal) -> Field {
    if let name = old.field(id)?.name, let same = new.field(named: name) { return same }
    if old.fields.count == 1, let only = new.fields.first, new.fields.count == 1 { return only }
    throw .notReplaceable(key: new.name, fields: old.fields.map(\.name))
  }
}
