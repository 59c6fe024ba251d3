/// Commands about tools, their targets and connections.
extension Model {
  mutating func connect(_ number: Int, _ tool: Int, _ key: Int, isRequired: Bool) {
    if links[number] == nil { links[number] = Link(tool: tool, key: key, isRequired: isRequired) }
    links[number]?.isRequired = isRequired
    settle()
  }

  mutating func disconnect(_ tool: Int, _ key: Int) throws(Refused) {
    guard isLinked(tool, key) else { throw .notConnected }
    cut(links.filter { $0.value.tool == tool && $0.value.key == key }.map(\.key))
    settle()
  }

  private mutating func cut(_ numbers: [Int]) {
    for number in numbers {
      guard let link = links.removeValue(forKey: number) else { continue }
      guard !isLinked(link.tool, link.key) else { continue }
      progress[Pair(tool: link.tool, key: link.key)] = nil
      holdings[Pair(tool: link.tool, key: link.key)] = nil
    }
  }

  /// - Parameter renewed: numbers of new connections, by those of the old ones.
  mutating func replace(
    _ old: Int, by new: Int, _ tool: Int?, _ renewed: [Int: Int]
  ) throws(Refused) {
    guard old != new else { throw .notReplaceable }
    let moving = links.filter { $0.value.key == old && (tool == nil || $0.value.tool == tool) }
    guard !moving.isEmpty else { throw tool == nil ? .unused : .notConnected }
    var added: [Int: Link] = [:]
    for (id, link) in moving {
      let unfinished = link.replaces.filter { key in
        key != old && key != new && keys[key] != nil
          && movedAway(key).contains { $0.tool == link.tool }
      }
      added[renewed[id] ?? id] = Link(
        tool: link.tool, key: new, isRequired: link.isRequired, replaces: unfinished + [old])
    }
    cut(Array(moving.keys))
    links.merge(added) { $1 }
    settle()
  }

  mutating func addTool(_ id: Int, _ tool: Tool) throws(Refused) {
    guard !comesBeforeItself(id, tool) else { throw .cycle }
    tools[id] = tool
  }

  mutating func removeTool(_ id: Int, force: Bool) throws(Refused) {
    guard force || usedKeys(id).isEmpty else { throw .connected }
    cut(links.filter { $0.value.tool == id }.map(\.key))
    for target in tools[id]?.targets.keys.sorted() ?? [] { operations[target] = nil }
    tools[id] = nil
    settle()
  }

  mutating func editTool(_ id: Int, _ change: (inout Tool) -> Void) throws(Refused) {
    guard var tool = tools[id] else { return }
    change(&tool)
    guard !comesBeforeItself(id, tool) else { throw .cycle }
    tools[id] = tool
    settle()
  }

  private func comesBeforeItself(_ id: Int, _ tool: Tool) -> Bool {
    if tool.after.contains(.tool(id)) { return true }
    var all = tools
    all[id] = tool
    func before(_ other: Int) -> Set<Int> {
      var result: Set<Int> = []
      for item in all[other]?.after ?? [] {
        switch item {
        case .tool(let one): result.insert(one)
        case .group(let name):
          for (one, known) in all where known.groups.contains(name) && one != other {
            result.insert(one)
          }
        }
      }
      return result
    }
    var reached = before(id)
    for _ in all { reached = reached.reduce(into: reached) { $0.formUnion(before($1)) } }
    return reached.contains(id)
  }

  mutating func addTarget(_ tool: Int, _ id: Int, _ target: Target) {
    tools[tool]?.targets[id] = target
    settle()
  }

  mutating func removeTarget(_ tool: Int, _ id: Int) {
    tools[tool]?.targets[id] = nil
    operations[id] = nil
    for key in usedKeys(tool) {
      let pair = Pair(tool: tool, key: key)
      holdings[pair]?[id] = nil
      for number in (progress[pair] ?? [:]).keys {
        progress[pair]?[number]?.had.remove(id)
        progress[pair]?[number]?.failures.removeAll { $0.target == id }
        if progress[pair]?[number]?.isWaived == false { count(tool, key, number) }
      }
    }
    prove(tool)
    settle()
  }

  /// - Parameter isMoved: what was written is not what the tool reads from now on.
  mutating func editTarget(
    _ tool: Int, _ id: Int, isMoved: Bool, _ change: (inout Target) -> Void
  ) throws(Refused) {
    guard var target = tools[tool]?.targets[id] else { return }
    guard target.isWritten else { throw .notWritten }
    let before = target
    change(&target)
    tools[tool]?.targets[id] = target
    if before.reloads && !target.reloads { forgive(.reload, tool, id) }
    if before.verifies && !target.verifies { forgive(.verify, tool, id) }
    if isMoved {
      for key in usedKeys(tool) {
        guard let wanted = wanted(tool, key) else { continue }
        give(tool, key, id) { $0.begun = wanted }
      }
    }
    prove(tool)
    settle()
  }

  /// What a program said counts no more that is asked no more.
  private mutating func forgive(_ step: Step, _ tool: Int, _ target: Int) {
    for key in usedKeys(tool) {
      let pair = Pair(tool: tool, key: key)
      for number in (progress[pair] ?? [:]).keys {
        progress[pair]?[number]?.failures.removeAll { $0.target == target && $0.step == step }
      }
    }
  }
}
