import ByteCoding

extension State {
  mutating func fold(_ event: ToolAdded) throws(RecordError) {
    guard try tool(event.tool) == nil else { return }
    let name = try claim(event.name, environment: event.environment, forTool: event.tool)
    let tool = Tool(
      id: event.tool, name: name, environment: event.environment,
      attributes: Attributes().edited(by: event.attributes))
    put(tool)
    try move(tool.id, fromUser: nil, toUser: tool.attributes.user)
    try move(tool.id, fromGroups: [], toGroups: tool.attributes.groups)
  }

  mutating func fold(_ event: ToolEdited) throws(RecordError) {
    guard var tool = try tool(event.tool) else { return }
    let (user, groups) = (tool.attributes.user, tool.attributes.groups)
    tool.attributes = tool.attributes.edited(by: event.changes)
    put(tool)
    try move(tool.id, fromUser: user, toUser: tool.attributes.user)
    try move(tool.id, fromGroups: groups, toGroups: tool.attributes.groups)
  }

  mutating func fold(_ event: ToolRenamed) throws(RecordError) {
    guard var tool = try tool(event.tool) else { return }
    try release(tool)
    tool.name = try claim(event.name, environment: event.environment, forTool: event.tool)
    tool.environment = event.environment
    put(tool)
  }

  mutating func fold(_ event: ToolRemoved) throws(RecordError) {
    guard let tool = try tool(event.tool) else { return }
    for connection in try connections(ofTool: tool.id) {
      remove(connection)
      leave(connection)
      set(RecordKey.adoption(ofKey: connection.key, by: tool.id), nil)
      forgetUse(ofKey: connection.key, by: tool.id)
    }
    set(RecordKey.use(ofTool: tool.id), nil)
    for target in tool.targets {
      try vacate(target, of: tool)
      set(RecordKey.operation(ofTool: tool.id, target: target.id), nil)
    }
    try release(tool)
    try move(tool.id, fromUser: tool.attributes.user, toUser: nil)
    try move(tool.id, fromGroups: tool.attributes.groups, toGroups: [])
    set(RecordKey.tool(tool.id), nil)
  }

  mutating func fold(_ event: TargetAdded) throws(RecordError) {
    guard var tool = try tool(event.tool), tool.target(event.target) == nil else { return }
    let target = ToolTarget(
      id: event.target, kind: event.targetKind, machine: event.machine,
      attributes: Attributes().edited(by: event.attributes))
    tool.targets.append(target)
    try occupy(target, of: tool)
    put(tool)
  }

  mutating func fold(_ event: TargetEdited) throws(RecordError) {
    guard var tool = try tool(event.tool),
      let place = tool.targets.firstIndex(where: { $0.id == event.target })
    else { return }
    try vacate(tool.targets[place], of: tool)
    tool.targets[place].attributes = tool.targets[place].attributes.edited(by: event.changes)
    try occupy(tool.targets[place], of: tool)
    put(tool)
    let gone = [(Attributes.Name.reload, Step.reload), (Attributes.Name.verify, Step.verify)]
      .filter { name, _ in event.changes[name]?.isEmpty == true }.map(\.1)
    if !gone.isEmpty { try forgive(gone, of: event.target, in: tool) }
  }

  /// What a program said that is asked no more holds nobody up.
  private mutating func forgive(
    _ steps: [Step], of target: Identifier, in tool: Tool
  ) throws(RecordError) {
    for key in Set(try index(ofTool: tool.id).map(\.key)) {
      guard var adoption = try adoption(tool: tool.id, key: key),
        adoption.forgive(steps, of: target)
      else { continue }
      put(adoption)
    }
  }

  /// Without the target the tool may turn out to have a version wherever it is written.
  mutating func fold(_ event: TargetRemoved) throws(RecordError) {
    guard var tool = try tool(event.tool), let target = tool.target(event.target) else { return }
    try vacate(target, of: tool)
    set(RecordKey.operation(ofTool: tool.id, target: target.id), nil)
    tool.targets.removeAll { $0.id == event.target }
    put(tool)
    for key in Set(try index(ofTool: tool.id).map(\.key)) {
      guard var adoption = try adoption(tool: tool.id, key: key) else { continue }
      adoption.forget(target: event.target)
      for version in adoption.versions where version.waiver == nil {
        adoption.settle(version.version, in: tool)
      }
      put(adoption)
    }
  }
}
