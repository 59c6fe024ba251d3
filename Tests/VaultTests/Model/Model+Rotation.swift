/// Commands about versions.
extension Model {
  struct Plan {
    var canaries: [Int] = []
    var grace: Int?
    var isEmergency = false
    var isCutover = false
  }

  mutating func addKey(_ key: Int) {
    keys[key] = Key()
    let first = stage(key)
    promote(key, first)
  }

  @discardableResult
  private mutating func stage(_ key: Int, value: Int? = nil) -> Int {
    values += 1
    keys[key]?.versions.append(Version(value: value ?? values, staged: now))
    return keys[key]?.versions.count ?? 0
  }

  private mutating func label(_ key: Int, _ number: Int, as label: Label) {
    keys[key]?.versions[number - 1].label = label
  }

  mutating func removeKey(_ key: Int) throws(Refused) {
    guard users(key).isEmpty else { throw .connected }
    let moved = movedAway(key)
    guard moved.isEmpty else { throw .toolsPending(moved) }
    keys[key] = nil
  }

  mutating func compose(_ key: Int, of sources: [Int]) throws(Refused) {
    guard !sources.contains(key), !sources.contains(where: composed(of: key).contains) else {
      throw .cycle
    }
    keys[key]?.sources = sources
  }

  mutating func set(_ key: Int) throws(Refused) {
    guard users(key).isEmpty else { throw .connected }
    guard keys[key]?.rotation == nil else { throw .rotationOpen }
    promote(key, stage(key))
  }

  mutating func fix(_ key: Int) throws(Refused) {
    let rotation = keys[key]?.rotation
    guard rotation?.repeats == nil else { throw .rotationOpen }
    guard let wrong = rotation?.to ?? current(key) else { throw .noCurrent }
    guard !users(key).contains(where: { mayHold($0, key, wrong) }) else { throw .alreadyTaken }
    let new = stage(key)
    if label(key, wrong) == .current { promote(key, new) }
    label(key, wrong, as: .discarded)
    keys[key]?.rotation?.to = new
  }

  mutating func rotate(_ key: Int, _ plan: Plan) throws(Refused) {
    guard !plan.isCutover || plan.grace == nil && plan.canaries.isEmpty else { throw .noOverlap }
    guard plan.canaries.allSatisfy({ isLinked($0, key) }) else { throw .notConnected }
    if let open = keys[key]?.rotation {
      let isStuck = plan.isCutover && open.isCutover && label(key, open.to) != .pending
      guard plan.isEmergency || isStuck else { throw .rotationOpen }
      giveUp(key)
    }
    let old = current(key)
    let new = stage(key)
    keys[key]?.rotation = Rotation(
      from: old, to: new, canaries: plan.canaries, grace: plan.grace,
      isEmergency: plan.isEmergency, isCutover: plan.isCutover)
    if plan.isCutover {
      promote(key, new)
      if let old, flaw != .cutoverKeepsTheOld { label(key, old, as: .revoked) }
    }
    settle()
  }

  mutating func abort(_ key: Int) throws(Refused) {
    guard let open = keys[key]?.rotation else { throw .noOpenRotation }
    let found = label(key, open.to)
    guard found != .current, found != .previous else { throw .alreadyPromoted }
    giveUp(key)
  }

  /// Ends a rotation; who has a version that was never in use does not have the current one.
  private mutating func giveUp(_ key: Int) {
    let abandoned = pending(key)
    keys[key]?.rotation = nil
    guard let abandoned else { return }
    let holders = users(key).filter { mayHold($0, key, abandoned) }
    label(key, abandoned, as: .discarded)
    guard let current = current(key), flaw != .abortLeavesLevels else { return }
    for tool in holders {
      let targets = (holdings[Pair(tool: tool, key: key)] ?? [:]).filter {
        $0.value.version == abandoned || $0.value.begun == abandoned
      }.keys
      if targets.isEmpty { lower(tool, key, current, at: nil, to: 0) }
      for target in targets.sorted() { lower(tool, key, current, at: target, to: 0) }
    }
  }

  mutating func rollBack(_ key: Int, to number: Int?) throws(Refused) {
    let isPending = pending(key) != nil
    let before = keys[key]?.rotation?.from ?? numbers(key, .previous).max()
    guard let source = number ?? (isPending ? current(key) : before) else {
      throw .nothingToRollBack
    }
    let found = label(key, source)
    guard found == .previous || found == .current && isPending else {
      throw found == .current ? .nothingToRollBack : .rollbackImpossible
    }
    let count = keys[key]?.versions.count ?? 0
    let bad = (1...count).filter { $0 > source && isLive(key, $0) }
    let untouched = users(key).filter { tool in !bad.contains { mayHold(tool, key, $0) } }
    giveUp(key)
    let from = current(key)
    let new = stage(key, value: version(key, source)?.value)
    keys[key]?.versions[new - 1].isOld = true
    keys[key]?.rotation = Rotation(from: from, to: new, repeats: source)
    for tool in untouched where !(flaw == .rollbackForgetsATool && tool == untouched.last) {
      carry(tool, key, source, over: new)
    }
    settle()
  }

  /// What is known of a version holds for another with the same value.
  private mutating func carry(_ tool: Int, _ key: Int, _ old: Int, over new: Int) {
    guard let known = progress[Pair(tool: tool, key: key)]?[old], known.failures.isEmpty
    else { return }
    let written = tools[tool]?.written ?? []
    let hasAll = written.allSatisfy { target in
      let given = holding(tool, key, target)
      return given.version == old && given.begun == nil
    }
    guard hasAll else { return }
    for target in written { write(tool, target, [key: new]) }
    if known.reached > 0 { raise(tool, key, new, to: known.reached) }
    if known.isWaived { learn(tool, key, new) { $0.isWaived = true } }
  }

  mutating func revoke(
    _ key: Int, _ number: Int?, force: Bool, emergency: Bool, reason: Bool
  ) throws(Refused) {
    let ending = try revocable(key, number, emergency: emergency)
    let behind = needing(key, ending)
    if !behind.isEmpty {
      guard force || emergency else { throw .toolsPending(behind) }
      guard reason else { throw .reasonRequired }
    }
    let rotation = keys[key]?.rotation
    if let rotation, let grace = rotation.grace, !rotation.isEmergency, !force, !emergency,
      flaw != .graceIgnored, rotation.from.map(ending.contains) == true,
      let promoted = version(key, rotation.to)?.promoted, now < promoted + grace * 1000
    {
      throw .graceRunning
    }
    for number in ending { label(key, number, as: .revoked) }
    if let rotation {
      let endsOld = rotation.from.map(ending.contains) == true
      if ending.contains(rotation.to) || endsOld && label(key, rotation.to) != .pending {
        keys[key]?.rotation = nil
      }
    }
    settle()
  }

  private func revocable(
    _ key: Int, _ number: Int?, emergency: Bool
  ) throws(Refused) -> [Int] {
    let kept = pending(key) != nil ? keys[key]?.rotation?.repeats : nil
    let previous = numbers(key, .previous)
    guard let number else {
      let ending = previous.filter { $0 != kept }
      guard ending.isEmpty else { return ending }
      throw previous.isEmpty ? .nothingToRevoke : .rotationOpen
    }
    if number == kept { throw .rotationOpen }
    switch label(key, number) {
    case .previous: return [number]
    case .current where emergency || users(key).isEmpty: return [number]
    case .revoked: throw .alreadyRevoked
    default: throw .notRevocable
    }
  }
}
