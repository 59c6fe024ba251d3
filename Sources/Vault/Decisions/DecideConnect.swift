package import ByteCoding

/// A field and the variable under which a tool is to use it.
package struct FieldVariable: Equatable, Sendable {
  package var field: Identifier
  package var variable: VariableName

  package init(field: Identifier, variable: VariableName) {
    self.field = field
    self.variable = variable
  }
}

/// What is to be connected to a key.
package struct ConnectionRequest: Sendable {
  package var tool: Identifier
  package var fields: [FieldVariable]
  package var required = true
  package var attributes = Attributes()
  /// Variables that build tools copy into client-side code are meant.
  package var allowPublic = false
  /// Variables that change what runs are meant.
  package var allowSpecial = false
  /// The version of the vendor's API that the provider's profile says the key is for; the key's
  /// own attribute comes first.
  package var providerAPI: String?

  package init(
    tool: Identifier, fields: [FieldVariable], required: Bool = true,
    attributes: Attributes = Attributes(), allowPublic: Bool = false, allowSpecial: Bool = false,
    providerAPI: String? = nil
  ) {
    self.tool = tool
    self.fields = fields
    self.required = required
    self.attributes = attributes
    self.allowPublic = allowPublic
    self.allowSpecial = allowSpecial
    self.providerAPI = providerAPI
  }
}

extension State {
  /// Connects fields of a key to a tool. What is connected so already is edited where it differs.
  package func decideConnect(
    key id: Identifier, _ request: ConnectionRequest, _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    let events = try connecting(request, to: try existing(key: id), &context)
    return events.isEmpty ? [] : try completing(events, keys: [id], context)
  }

  /// Ends a tool's use of a key, or of one field of it; what waited for this tool alone goes on.
  package func decideDisconnect(
    tool: Identifier, key id: Identifier, field: Identifier? = nil,
    _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    let key = try existing(key: id)
    let tool = try existing(tool: tool)
    let ending = try reading { s throws(RecordError) in try s.connections(ofKey: id) }
      .filter { $0.tool == tool.id && (field == nil || $0.field == field) }
    guard !ending.isEmpty else { throw .notConnected(tool: tool.text, key: key.name) }
    let events = ending.map { connection in
      Event.disconnected(Disconnected(connection: connection.id, tool: tool.id, key: id))
    }
    return try completing(events, keys: [id], context)
  }

  /// As `decideConnect`, for a key that need not be part of the state yet.
  func connecting(
    _ request: ConnectionRequest, to key: Key, _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    let tool = try existing(tool: request.tool)
    try Self.check(request.attributes)
    try Self.checkAPI(request, of: key)
    let existing = try reading { s throws(RecordError) in try s.connections(ofTool: tool.id) }
    var events: [Event] = []
    var taken: [String: Identifier] = [:]
    for item in request.fields {
      try Self.check(item.variable, request)
      guard let field = key.field(item.field) else {
        throw .noSuchField(
          key: key.name, field: item.field.hex, fields: key.fields.map(\.name))
      }
      let variable = item.variable.text
      if let other = taken.updateValue(field.id, forKey: variable), other != field.id {
        throw .variableTaken(
          tool: tool.text, variable: variable, key: key.name,
          field: key.field(other)?.name ?? other.hex)
      }
      guard let same = existing.first(where: { $0.variable == variable }) else {
        events.append(Self.connection(context.ids.draw(), request, key, item))
        continue
      }
      guard same.key == key.id, same.field == field.id else {
        throw try variableTaken(by: same, in: tool)
      }
      if let edit = Self.editing(same, request) { events.append(edit) }
    }
    return events
  }

  private static func connection(
    _ id: Identifier, _ request: ConnectionRequest, _ key: Key, _ item: FieldVariable
  ) -> Event {
    .connected(
      Connected(
        connection: id, tool: request.tool, key: key.id, field: item.field,
        variable: item.variable.text, isRequired: request.required,
        attributes: request.attributes))
  }

  private static func editing(_ connection: Connection, _ request: ConnectionRequest) -> Event? {
    var changes = connection.attributes.effective(request.attributes)
    if connection.required != request.required {
      changes[Attributes.Name.required] = [request.required ? "yes" : "no"]
    }
    guard !changes.isEmpty else { return nil }
    return .connectionEdited(
      ConnectionEdited(
        connection: connection.id, tool: connection.tool, key: connection.key, changes: changes))
  }

  private static func check(
    _ variable: VariableName, _ request: ConnectionRequest
  ) throws(Refusal) {
    if let prefix = variable.publicPrefix, !request.allowPublic {
      throw .publicVariable(variable: variable.text, prefix: prefix)
    }
    if let reason = variable.special, !request.allowSpecial {
      throw .specialVariable(variable: variable.text, reason: reason)
    }
  }

  /// Nothing is refused where it is not known which version of the API the key is for.
  private static func checkAPI(_ request: ConnectionRequest, of key: Key) throws(Refusal) {
    guard let required = request.attributes.requiresAPI,
      let actual = key.attributes.api ?? request.providerAPI, actual != required
    else { return }
    throw .apiMismatch(key: key.name, required: required, actual: actual)
  }

  private func variableTaken(
    by other: Connection, in tool: Tool
  ) throws(Refusal) -> Refusal {
    let key = try existing(key: other.key)
    return .variableTaken(
      tool: tool.text, variable: other.variable, key: key.name,
      field: key.field(other.field)?.name ?? other.field.hex)
  }
}
