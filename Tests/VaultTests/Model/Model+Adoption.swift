/// Commands that write targets, run programs, and tell what was seen.
extension Model {
  // MARK: Writing

  /// - Returns: What is to be written, by key.
  func emission(_ tool: Int) throws(Refused) -> [Int: Int] {
    var result: [Int: Int] = [:]
    for key in usedKeys(tool) {
      if let version = wanted(tool, key) {
        result[key] = version
      } else if isRequired(tool, key) {
        throw .noCurrent
      }
    }
    return result
  }

  private func check(_ tool: Int, _ id: Int, on machine: String) throws(Refused) {
    guard tools[tool]?.targets[id]?.isWritten == true else { throw .notWritten }
    guard tools[tool]?.targets[id]?.machine == machine else { throw .otherMachine }
  }

  mutating func beginWriting(
    _ tool: Int, _ id: Int, on machine: String
  ) throws(Refused) -> [Int: Int] {
    try check(tool, id, on: machine)
    let versions = try emission(tool)
    for (key, version) in versions { give(tool, key, id) { $0.begun = version } }
    return versions
  }

  /// A program that takes the values.
  /// - Parameter next: the number of the operation, if it is a new one.
  mutating func beginDelivering(
    _ tool: Int, _ id: Int, on machine: String, next: Int
  ) throws(Refused) -> (versions: [Int: Int], operation: Int) {
    let versions = try emission(tool)
    let operation = try begin(.deliver, tool, id, versions, on: machine, next: next)
    if operation == next {
      for (key, version) in versions { give(tool, key, id) { $0.begun = version } }
    }
    return (versions, operation)
  }

  mutating func finishWriting(
    _ tool: Int, _ id: Int, _ versions: [Int: Int], succeeds: Bool, isChanged: Bool
  ) {
    guard let target = tools[tool]?.targets[id] else { return }
    if operations[id]?.step == .deliver { operations[id] = nil }
    guard succeeds else { return fail(tool, id, target, versions) }
    // A program that runs was told of what was there before.
    if isChanged { operations[id] = nil }
    let isNew = versions.contains { key, version in
      isLinked(tool, key) && keys[key] != nil && holding(tool, key, id).version != version
    }
    for (key, version) in versions {
      let given = holding(tool, key, id)
      if let held = given.version, held > version, isLive(key, held), isLive(key, version) {
        lower(tool, key, held, at: id, to: 0)
      }
      guard given.version == version, target.proves, given.level >= 2, isChanged, !isNew,
        flaw != .rewritingNeedsNoReload
      else { continue }
      lower(tool, key, version, at: id, to: 1)
    }
    write(tool, id, versions)
    if flaw != .onlyCommandsProve { prove(tool) }
    settle()
  }

  private mutating func fail(
    _ tool: Int, _ id: Int, _ target: Target, _ versions: [Int: Int]
  ) {
    let isUnknown = target.kind == .program && flaw != .failedProgramDeliveredNothing
    for (key, version) in versions where keys[key] != nil {
      give(tool, key, id) { $0.begun = isUnknown ? version : nil }
      learn(tool, key, version) { known in
        known.failures.removeAll { $0.target == id && $0.step == .deliver }
        if !known.had.contains(id) { known.failures.append((id, .deliver)) }
      }
    }
  }

  /// A target has the versions.
  mutating func write(_ tool: Int, _ id: Int, _ versions: [Int: Int]) {
    for (key, number) in versions {
      guard let value = version(key, number)?.value else { continue }
      let time = now
      give(tool, key, id) { given in
        given.level = given.value == value ? max(given.level, 1) : 1
        (given.version, given.value, given.begun) = (number, value, nil)
        given.at = time
      }
      learn(tool, key, number) { known in
        known.failures.removeAll { $0.target == id }
        known.had.insert(id)
      }
      count(tool, key, number)
    }
  }

  // MARK: Programs

  /// - Returns: The number under which the program is to run.
  mutating func begin(
    _ step: Step, _ tool: Int, _ id: Int, _ versions: [Int: Int], on machine: String, next: Int
  ) throws(Refused) -> Int {
    try check(tool, id, on: machine)
    if let open = operations[id], open.step == step, open.versions == versions,
      flaw != .operationsAlwaysNew
    {
      return open.number
    }
    operations[id] = Operation(number: next, step: step, versions: versions)
    return next
  }

  /// What a target holds, by key.
  func held(_ tool: Int, _ id: Int) -> [Int: Int] {
    var result: [Int: Int] = [:]
    for key in usedKeys(tool) { result[key] = holding(tool, key, id).version }
    return result
  }

  mutating func end(_ number: Int, _ tool: Int, _ id: Int, passes: Bool) {
    guard let open = operations[id], open.step != .deliver,
      open.number == number || flaw == .staleResultsCount
    else { return }
    operations[id] = nil
    for (key, version) in open.versions where holding(tool, key, id).version == version {
      guard keys[key] != nil else { continue }
      if passes { give(tool, key, id) { $0.level = max($0.level, open.step == .verify ? 3 : 2) } }
      learn(tool, key, version) { known in
        known.failures.removeAll {
          $0.target == id && ($0.step == open.step || passes && open.step == .verify)
        }
        if !passes { known.failures.append((id, open.step)) }
      }
    }
    prove(tool)
    settle()
  }

  // MARK: People and processes

  /// The version that somebody means who says that a tool has it.
  func meant(_ tool: Int, _ key: Int) -> Int? {
    let given = holdings[Pair(tool: tool, key: key)] ?? [:]
    let last = given.values.filter { $0.version != nil }
      .max { ($0.at, $0.version ?? 0) < ($1.at, $1.version ?? 0) }?.version
    return isLive(key, last) ? last : wanted(tool, key)
  }

  mutating func acknowledge(_ tool: Int, _ key: Int, _ level: Int) throws(Refused) {
    guard isLinked(tool, key) else { throw .notConnected }
    guard let version = meant(tool, key) else { throw .noCurrent }
    let known = known(tool, key, version).isWaived ? nil : self.level(tool, key, version)
    guard level > known ?? 0 else { return }
    raise(tool, key, version, to: level)
    settle()
  }

  mutating func waive(_ tool: Int, _ key: Int) throws(Refused) {
    guard isLinked(tool, key) else { throw .notConnected }
    let isMistaken = flaw == .waiverOfWhatIsWanted
    guard let version = isMistaken ? wanted(tool, key) : pending(key) ?? current(key) else {
      throw .noCurrent
    }
    learn(tool, key, version) { $0.isWaived = true }
    settle()
  }

  /// A process shows nothing of other machines, of what people carry, and of other files.
  mutating func see(_ tool: Int, _ key: Int, _ number: Int, on machine: String) {
    let known = known(tool, key, number).isWaived ? nil : level(tool, key, number)
    let isAll = (tools[tool]?.targets ?? [:]).allSatisfy { id, target in
      let given = holding(tool, key, id)
      return target.isWritten && target.machine == machine && given.version == number
        && given.begun == nil
    }
    guard known != 3, isAll else { return }
    raise(tool, key, number, to: 3)
    settle()
  }

  mutating func drift(_ tool: Int, _ key: Int, _ number: Int, at only: Int?, to level: Int) {
    guard isLinked(tool, key), flaw != .driftIgnored else { return }
    let given = holdings[Pair(tool: tool, key: key)] ?? [:]
    let isNews = given.contains { target, given in
      (only == nil || only == target) && given.version == number
        && (given.level > level || level == 0)
    }
    guard isNews || known(tool, key, number).reached > level else { return }
    lower(tool, key, number, at: only, to: level)
    settle()
  }
}
