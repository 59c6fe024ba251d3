package import ByteCoding

/// A tool to be made.
package struct NewTool: Sendable {
  package var name: ToolName
  package var attributes: Attributes

  package init(name: ToolName, attributes: Attributes = Attributes()) {
    self.name = name
    self.attributes = attributes
  }
}

/// A target to be made.
package struct NewTarget: Sendable {
  package var kind: TargetKind
  package var machine: String
  package var attributes: Attributes

  package init(kind: TargetKind, machine: String, attributes: Attributes = Attributes()) {
    self.kind = kind
    self.machine = machine
    self.attributes = attributes
  }
}

extension State {
  /// A new tool with its targets. `model` lends its attributes, where the new tool has none of that
  /// name, and its connections; never its targets, which are places of its own, nor its user, by
  /// which it alone is known.
  package func decideAddTool(
    _ new: NewTool, targets: [NewTarget] = [], like model: Identifier? = nil,
    _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    try checkFree(new.name)
    let tool = context.ids.draw()
    var attributes = Attributes()
    var connections: [Connection] = []
    if let model {
      attributes = try existing(tool: model).attributes
      attributes[Attributes.Name.user] = nil
      connections = try reading { s throws(RecordError) in try s.connections(ofTool: model) }
    }
    attributes = attributes.edited(by: new.attributes)
    try Self.check(attributes)
    try checkOrder(
      of: Tool(
        id: tool, name: new.name.name, environment: new.name.environment, attributes: attributes),
      attributes.predecessors)
    var events: [Event] = [
      .toolAdded(
        ToolAdded(
          tool: tool, name: new.name.name, environment: new.name.environment,
          attributes: attributes))
    ]
    for target in targets { events.append(try adding(target, to: tool, &context)) }
    for connection in connections {
      events.append(
        .connected(
          Connected(
            connection: context.ids.draw(), tool: tool, key: connection.key,
            field: connection.field, variable: connection.variable,
            isRequired: connection.required, attributes: connection.attributes)))
    }
    return events
  }

  /// Changes attributes of a tool; an empty list removes one. What waited for more than is asked of
  /// the tool from now on goes on.
  package func decideEditTool(
    _ id: Identifier, _ changes: Attributes, _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    var tool = try existing(tool: id)
    let effective = tool.attributes.effective(changes)
    try Self.check(effective)
    tool.attributes = tool.attributes.edited(by: effective)
    try checkOrder(of: tool, tool.attributes.predecessors)
    guard !effective.isEmpty else { return [] }
    return try completing(
      [.toolEdited(ToolEdited(tool: id, changes: effective))],
      keys: try uses(ofTool: id).map(\.key.id), context)
  }

  package func decideRenameTool(_ id: Identifier, to name: ToolName) throws(Refusal) -> [Event] {
    guard try existing(tool: id).text != name.text else { return [] }
    try checkFree(name, for: id)
    return [
      .toolRenamed(ToolRenamed(tool: id, name: name.name, environment: name.environment))
    ]
  }

  /// Removes a tool. With connections only with `force`, which takes them along; what waited for
  /// this tool alone goes on.
  package func decideRemoveTool(
    _ id: Identifier, force: Bool = false, _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    let tool = try existing(tool: id)
    let keys = try uses(ofTool: id).map(\.key)
    guard keys.isEmpty || force else {
      throw .toolConnected(tool: tool.text, keys: keys.map(\.name))
    }
    return try completing(
      [.toolRemoved(ToolRemoved(tool: id))], keys: keys.map(\.id), context)
  }

  package func decideAddTarget(
    tool id: Identifier, _ target: NewTarget, _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    let events = [try adding(target, to: try existing(tool: id).id, &context)]
    return try completing(events, keys: try uses(ofTool: id).map(\.key.id), context)
  }

  /// Changes attributes of a target; an empty list removes one.
  package func decideEditTarget(
    tool: Identifier, target id: Identifier, _ changes: Attributes,
    _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    let (tool, target) = try existing(target: id, ofTool: tool)
    let effective = target.attributes.effective(changes)
    guard !effective.isEmpty else { return [] }
    guard target.kind.isWritten else {
      throw .notWritten(tool: tool.text, kind: target.kind)
    }
    try Self.check(effective)
    if let path = effective.path { try checkFree(path, on: target.machine) }
    let edited = Event.targetEdited(TargetEdited(tool: tool.id, target: id, changes: effective))
    let isMoved = [
      Attributes.Name.path, Attributes.Name.dialect, Attributes.Name.command,
    ].contains { effective[$0] != nil }
    let entries = try uses(ofTool: tool.id)
    // What was written is not what the tool reads from now on: until the next emission the target
    // counts as begun and not reported on.
    let versions = entries.compactMap { entry in
      entry.version.map { KeyVersion(key: entry.key.id, version: $0.id) }
    }
    let begun = Event.emissionIntended(
      EmissionIntended(tool: tool.id, target: id, versions: versions))
    return try completing(
      [edited] + (isMoved && !versions.isEmpty ? [begun] : []), keys: entries.map(\.key.id),
      proving: [tool.id], context)
  }

  /// Removes a target; what waited for this target alone goes on.
  package func decideRemoveTarget(
    tool: Identifier, target id: Identifier, _ context: inout DecisionContext
  ) throws(Refusal) -> [Event] {
    let (tool, _) = try existing(target: id, ofTool: tool)
    let keys = try uses(ofTool: tool.id).map(\.key.id)
    return try completing(
      [.targetRemoved(TargetRemoved(tool: tool.id, target: id))], keys: keys,
      proving: [tool.id], context)
  }

  private func adding(
    _ target: NewTarget, to tool: Identifier, _ context: inout DecisionContext
  ) throws(Refusal) -> Event {
    try Self.check(target.attributes)
    if let path = target.attributes.path { try checkFree(path, on: target.machine) }
    return .targetAdded(
      TargetAdded(
        tool: tool, target: context.ids.draw(), targetKind: target.kind, machine: target.machine,
        attributes: target.attributes))
  }

  private func checkFree(_ path: String, on machine: String) throws(Refusal) {
    let place = try reading { s throws(RecordError) in try s.target(at: path, on: machine) }
    guard let place else { return }
    throw .pathTaken(
      path: path, machine: machine, tool: try existing(tool: place.tool).text)
  }

  /// Throws when a key has the name, or a tool of the same environment; `id` may have it itself.
  private func checkFree(_ name: ToolName, for id: Identifier? = nil) throws(Refusal) {
    let holders = try reading { s throws(RecordError) in try s.names(name.folded) }
    guard holders.key == nil else { throw .nameTakenByKey(name: name.text) }
    for other in holders.tools where other != id {
      let environment = try existing(tool: other).environment
      if environment.map(folded) == name.environment.map(folded) {
        throw .toolExists(name: name.text)
      }
    }
  }
}
