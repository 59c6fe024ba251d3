import ByteCoding
import Providers
import Vault

extension Service {
  /// What is asked of a connection, whether by `connect` or by `set --for`.
  struct Wish {
    var field: String?
    var variable: String?
    var optional = false
    var needs: [String] = []
    var requiresAPI: String?
    var allowPublic: Bool
    var allowSpecial: Bool

    init(_ wish: SetKey) {
      variable = wish.variable
      allowPublic = wish.allowPublic
      allowSpecial = wish.allowSpecial
    }

    init(_ wish: Connect) {
      field = wish.field
      variable = wish.variable
      optional = wish.optional
      needs = wish.needs
      requiresAPI = wish.requiresAPI
      allowPublic = wish.allowPublic
      allowSpecial = wish.allowSpecial
    }
  }

  func connect(_ wish: Connect, _ vault: OpenVault) throws(ServiceError) -> [RollLine] {
    let done = try vault.commit(configuration) { context throws(ServiceError) in
      let tool = try vault.deciding { state throws(Refusal) in try state.find(tool: wish.tool) }
      let keys = try self.keys(named: wish.keys, vault)
      guard wish.variable == nil || keys.count == 1 else {
        throw .variableNeedsField(key: wish.keys[0], fields: keys.map(\.name))
      }
      var events: [Event] = []
      // Each key is decided on what the ones before it changed: two may want one variable.
      var state = vault.state
      for key in keys {
        let profile = key.attributes.provider.flatMap { Catalogue.provider($0) }
        let request = try self.connection(
          to: wish.tool, try Self.keyName(key.name), key.fields, profile, Wish(wish), vault)
        let next = try vault.deciding { _ throws(Refusal) in
          try state.decideConnect(key: key.id, request, &context)
        }
        try vault.apply(next, to: &state, context)
        events += next
      }
      return Draft(events: events, answer: (tool: tool.id, keys: keys.map(\.id)))
    }
    var lines: [RollLine] = []
    for key in done.keys {
      lines += try roll(ofKey: key, by: [done.tool], vault)
    }
    return lines
  }

  func disconnect(
    _ tool: ToolName, _ key: String, _ field: String?, _ vault: OpenVault
  ) throws(ServiceError) -> Response {
    try change(vault) { state, context throws(Refusal) in
      let key = try state.find(key: key)
      let tool = try state.find(tool: tool)
      guard let field else {
        return try state.decideDisconnect(tool: tool.id, key: key.id, &context)
      }
      guard let known = key.field(named: field) else {
        throw .noSuchField(key: key.name, field: field, fields: key.fields.map(\.name))
      }
      return try state.decideDisconnect(tool: tool.id, key: key.id, field: known.id, &context)
    }
  }

  /// Gives tools another key in place of one.
  func replace(_ wish: Replace, _ vault: OpenVault) throws(ServiceError) -> [RollLine] {
    let done = try vault.commit(configuration) { context throws(ServiceError) in
      let (old, new) = try vault.deciding { state throws(Refusal) in
        (try state.find(key: wish.old), try state.find(key: wish.new))
      }
      let tool = try wish.tool.map { name throws(ServiceError) in try find(name, vault).id }
      let profile = new.attributes.provider.flatMap { Catalogue.provider($0) }
      let events = try vault.deciding { state throws(Refusal) in
        try state.decideReplace(
          old: old.id, new: new.id, tool: tool, requiresAPI: wish.requiresAPI.map(Self.api),
          providerAPI: profile?.apiVersion, &context)
      }
      return Draft(events: events, answer: (key: new.id, tools: Self.connected(by: events)))
    }
    return try roll(ofKey: done.key, by: done.tools, vault)
  }

  private static func connected(by events: [Event]) -> Set<Identifier> {
    var tools: Set<Identifier> = []
    for case .connected(let event) in events { tools.insert(event.tool) }
    return tools
  }

  /// Which fields go under which variables: those asked for, else the provider's conventional
  /// names, else the key's name in capitals.
  func connection(
    to tool: ToolName, _ key: KeyName, _ fields: [Field], _ profile: Provider?, _ wish: Wish,
    _ vault: OpenVault
  ) throws(ServiceError) -> ConnectionRequest {
    let tool = try vault.deciding { state throws(Refusal) in try state.find(tool: tool) }
    let chosen = try Self.chosen(fields, of: key, wish)
    var variables: [FieldVariable] = []
    for field in chosen {
      let variable = try Self.variable(for: field, of: key, profile, wish, many: fields.count > 1)
      variables.append(FieldVariable(field: field.id, variable: variable))
    }
    var attributes = Attributes()
    if !wish.needs.isEmpty { attributes[Attributes.Name.needs] = wish.needs }
    if let api = wish.requiresAPI { attributes[Attributes.Name.requiresAPI] = [Self.api(api)] }
    return ConnectionRequest(
      tool: tool.id, fields: variables, required: !wish.optional, attributes: attributes,
      allowPublic: wish.allowPublic, allowSpecial: wish.allowSpecial,
      providerAPI: profile?.apiVersion)
  }

  private static func chosen(
    _ fields: [Field], of key: KeyName, _ wish: Wish
  ) throws(ServiceError) -> [Field] {
    let names = fields.map(\.name)
    if let name = wish.field {
      guard let field = fields.first(where: { $0.name == name }) else {
        throw .unknownField(name: name, fields: names)
      }
      return [field]
    }
    guard wish.variable == nil || fields.count == 1 else {
      throw .variableNeedsField(key: key.text, fields: names)
    }
    return fields
  }

  private static func variable(
    for field: Field, of key: KeyName, _ profile: Provider?, _ wish: Wish, many: Bool
  ) throws(ServiceError) -> VariableName {
    if let text = wish.variable ?? profile?.field(field.name)?.variable {
      guard let variable = VariableName(text) else { throw .refused(.invalidVariable(text)) }
      return variable
    }
    guard let variable = VariableName.upperSnake(of: key, field: many ? field.name : nil) else {
      throw .refused(.invalidVariable(key.text))
    }
    return variable
  }

  /// `1` and `V1` mean `v1`, as the profiles write it.
  private static func api(_ text: String) -> String {
    let lower = text.lowercased()
    return lower.hasPrefix("v") ? lower : "v" + lower
  }

  private func keys(named names: [String], _ vault: OpenVault) throws(ServiceError) -> [Key] {
    var found: [Key] = []
    for name in names {
      let matching = try vault.deciding { state throws(Refusal) in
        KeyPattern.isPattern(name)
          ? try state.keys(matching: KeyPattern(name)) : [try state.find(key: name)]
      }
      guard !matching.isEmpty else { throw .noMatch(pattern: name) }
      found += matching.filter { key in !found.contains { $0.id == key.id } }
    }
    return found
  }
}
