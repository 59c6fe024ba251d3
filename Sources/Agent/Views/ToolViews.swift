import ByteCoding
import Vault

extension Service {
  func tools(_ vault: OpenVault) throws(ServiceError) -> [ToolView] {
    var found: [Tool] = []
    try vault.reading { state throws(RecordError) in
      try state.forEachTool { tool in
        found.append(tool)
        return true
      }
    }
    var views: [ToolView] = []
    let uses = try stateWithUses(vault)
    for tool in found.sorted(by: { $0.text < $1.text }) {
      views.append(try used(tool, as: uses, vault))
    }
    return views
  }

  func tool(_ name: ToolName, _ vault: OpenVault) throws(ServiceError) -> ToolView {
    try used(try find(name, vault), as: try stateWithUses(vault), vault)
  }

  private func used(
    _ tool: Tool, as uses: State, _ vault: OpenVault
  ) throws(ServiceError) -> ToolView {
    var view = try view(of: tool, vault, usedAsIn: uses)
    let known = try vault.reading { _ throws(RecordError) in try uses.use(ofTool: tool.id) }
    view.lastUse = known.uses
    view.denials = known.denials
    return view
  }

  func find(_ name: ToolName, _ vault: OpenVault) throws(ServiceError) -> Tool {
    try vault.deciding { state throws(Refusal) in try state.find(tool: name) }
  }

  private func toolView(_ id: Identifier, _ vault: OpenVault) throws(ServiceError) -> ToolView {
    guard let tool = try vault.reading({ state throws(RecordError) in try state.tool(id) }) else {
      throw .refused(.noSuchTool(name: id.hex, suggestion: nil))
    }
    return try view(of: tool, vault)
  }

  private func view(
    of tool: Tool, _ vault: OpenVault, usedAsIn uses: State? = nil
  ) throws(ServiceError) -> ToolView {
    ToolView(
      id: tool.id, name: ToolName(of: tool), attributes: tool.attributes,
      required: tool.requiredLevel, targets: tool.targets.map(view),
      connections: try self.uses(tool.id, vault, usedAsIn: uses))
  }

  func view(of target: ToolTarget) -> TargetView {
    TargetView(
      id: target.id, name: target.attributes.path ?? target.kind.rawValue, kind: target.kind,
      machine: target.machine, isHere: target.machine == configuration.machine,
      path: target.attributes.path, dialect: target.attributes.dialect,
      command: target.attributes[Attributes.Name.command] ?? [],
      reload: target.attributes[Attributes.Name.reload] ?? [],
      verify: target.attributes[Attributes.Name.verify] ?? [],
      timeout: target.attributes.first(Attributes.Name.timeout).flatMap { Int64($0) })
  }

  func addTool(_ wish: AddTool, _ vault: OpenVault) throws(ServiceError) -> ToolView {
    let target = try wish.target.map { wish throws(ServiceError) in try newTarget(wish, vault) }
    let id = try vault.commit(configuration) { context throws(ServiceError) in
      let events = try vault.deciding { state throws(Refusal) in
        let model = try wish.like.map { name throws(Refusal) in try state.find(tool: name).id }
        return try state.decideAddTool(
          NewTool(name: wish.tool, attributes: wish.attributes), targets: target.map { [$0] } ?? [],
          like: model, &context)
      }
      return Draft(events: events, answer: Self.addedTool(events))
    }
    guard let id else { throw .refused(.toolExists(name: wish.tool.text)) }
    return try toolView(id, vault)
  }

  private static func addedTool(_ events: [Event]) -> Identifier? {
    for case .toolAdded(let added) in events { return added.tool }
    return nil
  }

  func editTool(
    _ name: ToolName, _ changes: Attributes, _ vault: OpenVault
  ) throws(ServiceError) -> Response {
    try change(vault) { state, context throws(Refusal) in
      try state.decideEditTool(try state.find(tool: name).id, changes, &context)
    }
  }

  func renameTool(
    _ name: ToolName, _ new: ToolName, _ vault: OpenVault
  ) throws(ServiceError) -> Response {
    try change(vault) { state, _ throws(Refusal) in
      try state.decideRenameTool(try state.find(tool: name).id, to: new)
    }
  }

  func removeTool(
    _ name: ToolName, _ force: Bool, _ vault: OpenVault
  ) throws(ServiceError) -> Response {
    try change(vault) { state, context throws(Refusal) in
      try state.decideRemoveTool(try state.find(tool: name).id, force: force, &context)
    }
  }

  func addTarget(
    _ name: ToolName, _ wish: TargetDescription, _ vault: OpenVault
  ) throws(ServiceError) -> ToolView {
    let target = try newTarget(wish, vault)
    _ = try change(vault) { state, context throws(Refusal) in
      try state.decideAddTarget(tool: try state.find(tool: name).id, target, &context)
    }
    return try tool(name, vault)
  }

  func editTarget(
    _ name: ToolName, _ target: String, _ changes: Attributes, _ vault: OpenVault
  ) throws(ServiceError) -> ToolView {
    let found = try self.target(target, of: try find(name, vault))
    _ = try change(vault) { state, context throws(Refusal) in
      try state.decideEditTarget(
        tool: try state.find(tool: name).id, target: found.id, changes, &context)
    }
    return try tool(name, vault)
  }

  func removeTarget(
    _ name: ToolName, _ target: String, _ vault: OpenVault
  ) throws(ServiceError) -> Response {
    let found = try self.target(target, of: try find(name, vault))
    return try change(vault) { state, context throws(Refusal) in
      try state.decideRemoveTarget(
        tool: try state.find(tool: name).id, target: found.id, &context)
    }
  }

  /// A target by its path, or by its kind where that is enough.
  private func target(_ name: String, of tool: Tool) throws(ServiceError) -> ToolTarget {
    let matching = tool.targets.filter { view(of: $0).name == name || $0.kind.rawValue == name }
    guard matching.count == 1 else {
      throw .noSuchTarget(
        tool: tool.text, name: name, targets: tool.targets.map { view(of: $0).name })
    }
    return matching[0]
  }

  private func newTarget(
    _ wish: TargetDescription, _ vault: OpenVault
  ) throws(ServiceError) -> NewTarget {
    switch wish {
    case .manual:
      return NewTarget(kind: .manual, machine: configuration.machine)
    case .environmentFile(let path, let dialect, let commands):
      var attributes = commands.attributes
      attributes[Attributes.Name.path] = [path]
      attributes[Attributes.Name.dialect] = [try self.dialect(dialect, vault)]
      return NewTarget(
        kind: .environmentFile, machine: configuration.machine, attributes: attributes)
    case .command(let words, let dialect, let commands):
      var attributes = commands.attributes
      attributes[Attributes.Name.command] = words
      attributes[Attributes.Name.dialect] = [try self.dialect(dialect, vault)]
      return NewTarget(kind: .command, machine: configuration.machine, attributes: attributes)
    }
  }

  /// The dialect that was asked for, else the vault's.
  private func dialect(_ asked: String?, _ vault: OpenVault) throws(ServiceError) -> String {
    if let asked { return asked }
    let standard = try vault.reading { state throws(RecordError) in
      try state.setting(Setting.defaultDialect.rawValue)
    }
    return standard?.first ?? Setting.defaultDialect.standard[0]
  }
}

extension TargetCommands {
  /// Seconds.
  private static let longestTimeout: Int64 = 3600

  fileprivate var attributes: Attributes {
    var attributes = Attributes()
    if !reload.isEmpty { attributes[Attributes.Name.reload] = reload }
    if !verify.isEmpty { attributes[Attributes.Name.verify] = verify }
    if let timeout {
      let allowed = min(max(timeout, 1), Self.longestTimeout)
      attributes[Attributes.Name.timeout] = [String(allowed)]
    }
    return attributes
  }
}
