/// What follows from what is known.
extension Model {
  // MARK: Order

  private func predecessors(_ tool: Int, _ key: Int) -> Set<Int> {
    var result: Set<Int> = []
    for before in tools[tool]?.after ?? [] {
      switch before {
      case .tool(let other): result.insert(other)
      case .group(let name):
        for (other, known) in tools where known.groups.contains(name) { result.insert(other) }
      }
    }
    result.remove(tool)
    return result.filter { isLinked($0, key) }
  }

  /// Everyone that a tool comes after, however far away.
  private func allPredecessors(_ tool: Int, _ key: Int) -> Set<Int> {
    var result = predecessors(tool, key)
    var isGrowing = true
    while isGrowing {
      let more = result.reduce(into: result) { $0.formUnion(predecessors($1, key)) }
      isGrowing = more.count > result.count
      result = more
    }
    return result
  }

  func waits(_ tool: Int, _ key: Int) -> Set<Int> {
    guard let to = pending(key), let rotation = keys[key]?.rotation, current(key) != nil,
      !rotation.isEmergency || flaw == .emergencyWaits, !mayHold(tool, key, to)
    else { return [] }
    let isCanary = rotation.canaries.contains(tool)
    var result: Set<Int> = []
    if !isCanary, flaw != .canariesIgnored {
      for canary in rotation.canaries where isLinked(canary, key) {
        if !meets(canary, key, to, 3) { result.insert(canary) }
      }
    }
    for other in predecessors(tool, key) where flaw != .orderIgnored {
      if isCanary, !rotation.canaries.contains(other), flaw != .canariesWaitForOthers { continue }
      if meets(other, key, to, required(other)) { continue }
      if allPredecessors(other, key).contains(tool) { continue }
      result.insert(other)
    }
    return result
  }

  /// The version that a tool is to have.
  func wanted(_ tool: Int, _ key: Int) -> Int? {
    guard let to = pending(key) else { return current(key) }
    if flaw == .waitersGetTheNewVersion { return to }
    return waits(tool, key).isEmpty ? to : current(key)
  }

  /// What a target lacks of a key.
  func steps(_ tool: Int, _ key: Int, _ id: Int) -> Set<Step> {
    guard let target = tools[tool]?.targets[id], target.isWritten,
      let version = wanted(tool, key)
    else { return [] }
    let given = holding(tool, key, id)
    let lacks = given.version != version || given.begun != nil
    let failed = known(tool, key, version).failures.filter { $0.target == id }.map(\.step)
    var result: Set<Step> = lacks ? [.deliver] : []
    if target.reloads, lacks || given.level < 2 || failed.contains(.reload) {
      result.insert(.reload)
    }
    if target.verifies, lacks || given.level < 3 || failed.contains(.verify) {
      result.insert(.verify)
    }
    return result
  }

  func phase(_ key: Int) -> Phase? {
    guard let rotation = keys[key]?.rotation else { return nil }
    guard label(key, rotation.to) == .pending else { return .settling }
    let hasBegun = users(key).contains { tool in
      let known = progress[Pair(tool: tool, key: key)]?[rotation.to]
      return mayHold(tool, key, rotation.to) || known != nil
    }
    return hasBegun ? .distributing : .staged
  }

  // MARK: The gate

  func behind(_ key: Int, awaiting numbers: [Int]) -> Set<Pair> {
    var result: Set<Pair> = []
    for tool in users(key) where isRequired(tool, key) {
      let isReady = numbers.contains { number in
        guard meets(tool, key, number, required(tool)) else { return false }
        if isWaived(tool, key, number) { return true }
        return (tools[tool]?.written ?? []).allSatisfy { target in
          let given = holding(tool, key, target)
          return given.begun == nil && given.version.map(numbers.contains) == true
        }
      }
      if !isReady { result.insert(Pair(tool: tool, key: key)) }
    }
    return result
  }

  /// Tools that were given another key in place of this one and do not have it.
  func movedAway(_ old: Int) -> Set<Pair> {
    guard flaw != .replacedToolsForgotten else { return [] }
    var result: Set<Pair> = []
    for link in links.values where link.replaces.contains(old) {
      let usable = numbers(link.key, .current) + numbers(link.key, .pending)
      result.formUnion(behind(link.key, awaiting: usable).filter { $0.tool == link.tool })
    }
    return result
  }

  /// Who needs one of the versions.
  func needing(_ key: Int, _ numbers: [Int]) -> Set<Pair> {
    guard let newest = numbers.max(), let versions = keys[key]?.versions else { return [] }
    let later = (1...versions.count).filter { $0 > newest && isLive(key, $0) }
    var result = behind(key, awaiting: later).union(movedAway(key))
    guard flaw != .composedKeysForgotten else { return result }
    guard let since = later.first.map({ versions[$0 - 1].staged }) else {
      return composed(of: key).reduce(into: result) { $0.formUnion(behind($1, awaiting: [])) }
    }
    // Each round knows of sources one step further away.
    var fresh = [key: since]
    for _ in keys {
      for made in composed(of: key) {
        let sources = keys[made]?.sources.filter { $0 == key || composed(of: key).contains($0) }
        let start = (sources ?? []).map { fresh[$0] ?? .max }.max() ?? .max
        let times = self.fresh(made).map { $0.staged }.filter { $0 > start }
        fresh[made] = times.min() ?? .max
      }
    }
    for made in composed(of: key) {
      let since = fresh[made] ?? .max
      let later = self.fresh(made).filter { $0.staged >= since }.map(\.number)
      result.formUnion(behind(made, awaiting: later))
    }
    return result
  }

  /// Live versions that were not gone back to.
  private func fresh(_ key: Int) -> [(number: Int, staged: Int)] {
    let versions = keys[key]?.versions ?? []
    return versions.indices.filter { versions[$0].isLive && !versions[$0].isOld }
      .map { ($0 + 1, versions[$0].staged) }
  }

  /// Keys whose values are made from this one's, directly or not.
  func composed(of key: Int) -> Set<Int> {
    var result: Set<Int> = []
    var isGrowing = true
    while isGrowing {
      let before = result.count
      for (id, other) in keys
      where other.sources.contains(where: { $0 == key || result.contains($0) }) {
        result.insert(id)
      }
      result.remove(key)
      isGrowing = result.count > before
    }
    return result
  }

  // MARK: What comes due

  /// Puts into use what everyone has, and ends what is done, everywhere.
  mutating func settle() {
    for key in keys.keys.sorted() {
      if let to = pending(key), isReady(key, to) { promote(key, to) }
      end(key)
    }
  }

  private func isReady(_ key: Int, _ to: Int) -> Bool {
    users(key).allSatisfy { tool in
      let known = known(tool, key, to)
      let written = tools[tool]?.written ?? []
      if known.isWaived { return true }
      if written.isEmpty { return waits(tool, key).isEmpty || flaw == .startersNeverWait }
      return flaw == .promotionIgnoresOneTarget
        ? written.contains(where: known.had.contains) : written.allSatisfy(known.had.contains)
    }
  }

  mutating func promote(_ key: Int, _ number: Int) {
    for old in numbers(key, .current) { keys[key]?.versions[old - 1].label = .previous }
    if let rotation = keys[key]?.rotation, rotation.to == number, let repeated = rotation.repeats,
      isLive(key, repeated), flaw != .rollbackSourceStaysPrevious
    {
      keys[key]?.versions[repeated - 1].label = .reissued
    }
    keys[key]?.versions[number - 1].label = .current
    keys[key]?.versions[number - 1].promoted = now
  }

  private mutating func end(_ key: Int) {
    guard let rotation = keys[key]?.rotation, label(key, rotation.to) == .current,
      !isLive(key, rotation.from),
      flaw == .doneWithToolsBehind || behind(key, awaiting: [rotation.to]).isEmpty
    else { return }
    keys[key]?.rotation = nil
  }

  /// What the programs of a tool's targets show together.
  mutating func prove(_ id: Int) {
    guard let tool = tools[id], tool.targets.values.contains(where: \.proves),
      tool.targets.values.allSatisfy(\.isWritten)
    else { return }
    for key in usedKeys(id) {
      for number in (progress[Pair(tool: id, key: key)] ?? [:]).keys where isLive(key, number) {
        guard let shown = shown(tool, id, key, number) else { continue }
        let known = known(id, key, number)
        if known.failures.isEmpty, shown > known.reached { raise(id, key, number, to: shown) }
      }
    }
  }

  private func shown(_ tool: Tool, _ id: Int, _ key: Int, _ number: Int) -> Int? {
    for target in tool.targets.keys {
      let given = holding(id, key, target)
      guard given.version == number, given.begun == nil else { return nil }
    }
    let proving = tool.targets.filter(\.value.proves)
    let levels = proving.map { holding(id, key, $0.key).level }
    let isApplied =
      flaw == .oneTargetProvesForAll
      ? levels.contains { $0 >= 2 } : levels.allSatisfy { $0 >= 2 }
    guard isApplied else { return nil }
    let verifying = proving.filter(\.value.verifies)
    let isVerified =
      !verifying.isEmpty && verifying.allSatisfy { holding(id, key, $0.key).level >= 3 }
    return isVerified ? 3 : 2
  }

  // MARK: Taking in what is learnt

  /// Changes what is known of a version that is alive, and a tool that uses its key.
  mutating func learn(
    _ tool: Int, _ key: Int, _ number: Int, _ change: (inout Progress) -> Void
  ) {
    guard isLinked(tool, key), isLive(key, number) else { return }
    var known = known(tool, key, number)
    change(&known)
    progress[Pair(tool: tool, key: key), default: [:]][number] = known
  }

  mutating func give(_ tool: Int, _ key: Int, _ target: Int, _ change: (inout Holding) -> Void) {
    guard isLinked(tool, key), tools[tool]?.targets[target] != nil else { return }
    var given = holding(tool, key, target)
    change(&given)
    holdings[Pair(tool: tool, key: key), default: [:]][target] = given
  }

  mutating func raise(_ tool: Int, _ key: Int, _ number: Int, to level: Int) {
    learn(tool, key, number) { known in
      known.failures.removeAll { $0.step != .deliver }
      known.reached = max(known.reached, level)
      known.isWaived = false
    }
  }

  mutating func lower(_ tool: Int, _ key: Int, _ number: Int, at only: Int?, to level: Int) {
    for target in holdings[Pair(tool: tool, key: key)]?.keys.sorted() ?? [] {
      guard only == nil || only == target else { continue }
      give(tool, key, target) { given in
        guard given.version == number else { return }
        given.level = min(given.level, level)
        if level == 0 { (given.version, given.value) = (nil, nil) }
      }
    }
    learn(tool, key, number) { known in
      known.reached = min(known.reached, level)
      guard level == 0 else { return }
      if let only { known.had.remove(only) } else { known.had = [] }
    }
  }

  /// `emitted` once every target that Keyroll writes has had it.
  mutating func count(_ tool: Int, _ key: Int, _ number: Int) {
    let written = Set(tools[tool]?.written ?? [])
    guard !written.isEmpty, written.isSubset(of: known(tool, key, number).had) else { return }
    learn(tool, key, number) { known in
      known.reached = max(known.reached, 1)
      known.isWaived = false
    }
  }
}
