import ByteCoding

/// Who gets the new version of one rotation first. Made for one question or for all tools of a key,
/// and remembers what it looked up: in a large group every tool waits for every one of another.
final class Order {
  private struct User {
    let tool: Tool
    let adoption: Adoption
  }

  private let state: State
  private let key: Key
  /// Nil where nobody waits for anybody.
  private let rotation: Rotation?
  private let plan: RotationPlan
  private var users: [Identifier: User?] = [:]
  /// Who comes before a tool with these predecessors, directly or not.
  private var ancestors: [[Predecessor]: Set<Identifier>] = [:]

  init(_ state: State, _ key: Key, _ rotation: Rotation?) {
    self.state = state
    self.key = key
    plan = rotation?.plan ?? RotationPlan()
    let isPending = rotation.flatMap { key.version($0.to) }?.label == .pending
    // There is nothing to wait with where no version is current.
    self.rotation = isPending && !plan.isEmergency && key.current != nil ? rotation : nil
  }

  /// The tools that a tool waits for before it gets the new version, ascending by name. Whoever may
  /// hold that version already never goes back, and so waits for nobody.
  func waits(of tool: Tool, _ adoption: Adoption?) throws(Refusal) -> [Tool] {
    guard let rotation, adoption?.mayHold(rotation.to) != true else { return [] }
    let isCanary = plan.canaries.contains(tool.id)
    var waits: [Identifier: Tool] = [:]
    if !isCanary {
      for canary in try found(plan.canaries)
      where !canary.adoption.level(of: rotation.to).meets(.verified) {
        waits[canary.tool.id] = canary.tool
      }
    }
    let named = tool.attributes.predecessors
    for other in try found(try ids(of: named)) where other.tool.id != tool.id {
      // The others wait for the canaries.
      guard !isCanary || plan.canaries.contains(other.tool.id),
        !other.adoption.level(of: rotation.to).meets(other.tool.requiredLevel)
      else { continue }
      // Who is waited for by those that it waits for: no order is meant then.
      let before = other.tool.attributes.predecessors
      if !before.isEmpty, try comesBefore(tool.id, before) { continue }
      waits[other.tool.id] = other.tool
    }
    return waits.values.sorted { ($0.text, $0.id) < ($1.text, $1.id) }
  }

  /// Those of the tools that use the key.
  private func found(_ tools: [Identifier]) throws(Refusal) -> [User] {
    var result: [User] = []
    for id in tools {
      if let known = users[id] {
        if let known { result.append(known) }
        continue
      }
      let records = try state.reading { s throws(RecordError) in
        (try s.tool(id), try s.adoption(tool: id, key: key.id))
      }
      var user: User?
      if case (let tool?, let adoption?) = records { user = User(tool: tool, adoption: adoption) }
      users.updateValue(user, forKey: id)
      if let user { result.append(user) }
    }
    return result
  }

  private func ids(of predecessors: [Predecessor]) throws(Refusal) -> [Identifier] {
    try state.ids(of: predecessors)
  }

  private func comesBefore(
    _ tool: Identifier, _ predecessors: [Predecessor]
  ) throws(Refusal) -> Bool {
    if let known = ancestors[predecessors] { return known.contains(tool) }
    var all: Set<Identifier> = []
    var seen: Set<[Predecessor]> = []
    var open = [predecessors]
    while let next = open.popLast() {
      for before in try found(try ids(of: next)) where all.insert(before.tool.id).inserted {
        let further = before.tool.attributes.predecessors
        if !further.isEmpty, seen.insert(further).inserted { open.append(further) }
      }
    }
    ancestors[predecessors] = all
    return all.contains(tool)
  }
}

extension State {
  fileprivate func ids(of predecessors: [Predecessor]) throws(Refusal) -> [Identifier] {
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
