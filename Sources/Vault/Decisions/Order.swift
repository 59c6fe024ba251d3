import ByteCoding

/// Who gets a new version first.
extension State {
  /// The tools that a tool waits for before it gets the new version of a rotation, ascending by
  /// name. Whoever may hold that version already never goes back, and so waits for nobody; and there
  /// is nothing to wait with where no version is current.
  func waits(
    of tool: Tool, _ adoption: Adoption?, in rotation: Rotation?, of key: Key
  ) throws(Refusal) -> [Tool] {
    guard let rotation, key.version(rotation.to)?.label == .pending else { return [] }
    let plan = rotation.plan
    guard !plan.isEmergency, key.current != nil, adoption?.mayHold(rotation.to) != true
    else { return [] }
    var waits: [Identifier: Tool] = [:]
    if !plan.canaries.contains(tool.id) {
      for canary in try users(plan.canaries, of: key.id)
      where !canary.adoption.level(of: rotation.to).meets(.verified) {
        waits[canary.tool.id] = canary.tool
      }
    }
    for other in try predecessors(of: tool, at: key.id)
    where !other.adoption.level(of: rotation.to).meets(other.tool.requiredLevel) {
      // The others wait for the canaries.
      guard !plan.canaries.contains(tool.id) || plan.canaries.contains(other.tool.id) else {
        continue
      }
      // Who is waited for by those that it waits for: no order is meant then.
      guard try !isPredecessor(tool.id, of: other.tool, at: key.id) else { continue }
      waits[other.tool.id] = other.tool
    }
    return waits.values.sorted { ($0.text, $0.id) < ($1.text, $1.id) }
  }

  private struct User {
    let tool: Tool
    let adoption: Adoption
  }

  /// Those of the tools that use the key.
  private func users(_ tools: [Identifier], of key: Identifier) throws(Refusal) -> [User] {
    var users: [User] = []
    for id in tools {
      let found = try reading { s throws(RecordError) in
        (try s.tool(id), try s.adoption(tool: id, key: key))
      }
      if case (let tool?, let adoption?) = found {
        users.append(User(tool: tool, adoption: adoption))
      }
    }
    return users
  }

  private func predecessors(of tool: Tool, at key: Identifier) throws(Refusal) -> [User] {
    let named = tool.attributes.predecessors
    guard !named.isEmpty else { return [] }
    return try users(try ids(of: named).filter { $0 != tool.id }, of: key)
  }

  private func ids(of predecessors: [Predecessor]) throws(Refusal) -> [Identifier] {
    var ids: [Identifier] = []
    for predecessor in predecessors {
      switch predecessor {
      case .tool(let id): ids.append(id)
      case .group(let name):
        ids += try reading { s throws(RecordError) in try s.toolIDs(ofGroup: name) }
      }
    }
    return ids
  }

  /// Whether `tool` comes before `other`, directly or not, among the tools that use the key.
  private func isPredecessor(
    _ tool: Identifier, of other: Tool, at key: Identifier
  ) throws(Refusal) -> Bool {
    var seen: Set<Identifier> = [other.id]
    var open = [other]
    while let next = open.popLast() {
      for before in try predecessors(of: next, at: key) where seen.insert(before.tool.id).inserted {
        if before.tool.id == tool { return true }
        open.append(before.tool)
      }
    }
    return false
  }

  /// Throws when a tool would come before itself, whatever the key.
  func checkOrder(of tool: Tool, _ predecessors: [Predecessor]) throws(Refusal) {
    let groups = Set(tool.attributes.groups.map(folded))
    var seen: Set<Identifier> = []
    var open = try ids(of: predecessors).filter { id in id != tool.id }
    if predecessors.contains(.tool(tool.id)) { throw .orderCycle(tool: tool.text) }
    while let id = open.popLast() {
      guard seen.insert(id).inserted,
        let next = try reading({ s throws(RecordError) in try s.tool(id) })
      else { continue }
      for before in next.attributes.predecessors {
        if before == .tool(tool.id) { throw .orderCycle(tool: tool.text) }
        if case .group(let name) = before, groups.contains(folded(name)) {
          throw .orderCycle(tool: tool.text)
        }
        open += try ids(of: [before]).filter { $0 != next.id }
      }
    }
  }
}
