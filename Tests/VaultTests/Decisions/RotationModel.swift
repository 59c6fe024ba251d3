import ByteCoding
import Vault

/// What rotation means, told as plainly as possible and without looking at the state: lists,
/// dictionaries and loops over all of them.
struct RotationModel {
  struct Pair: Hashable {
    let tool: Identifier
    let key: Identifier
  }

  struct ModelTool {
    var asked: Int?
    /// Whether Keyroll writes it, by target.
    var targets: [Identifier: Bool] = [:]

    var required: Int { asked ?? (targets.isEmpty || targets.values.contains(false) ? 2 : 1) }
    var written: [Identifier] { targets.filter(\.value).map(\.key) }
  }

  struct ModelKey {
    var labels: [VersionLabel] = [.current]
    var rotation: (from: Int?, to: Int)?

    /// The number of the version that targets are given.
    var deliverable: Int? {
      if let rotation, labels[rotation.to - 1] == .pending { return rotation.to }
      return labels.firstIndex(of: .current).map { $0 + 1 }
    }

    func isLive(_ number: Int) -> Bool { labels[number - 1].isLive }
  }

  struct Progress {
    /// 0 pending, 1 emitted, 2 applied, 3 verified.
    var rank: [Int: Int] = [:]
    var waived: Set<Int> = []
    var emitted: [Int: Set<Identifier>] = [:]
    /// The version that each target was given last, the latest target last.
    var held: [(target: Identifier, number: Int)] = []

    func meets(_ required: Int, _ number: Int) -> Bool {
      waived.contains(number) || rank[number, default: 0] >= required
    }
  }

  var keys: [Identifier: ModelKey] = [:]
  var tools: [Identifier: ModelTool] = [:]
  /// Connected pairs: whether the tool cannot do without.
  var required: [Pair: Bool] = [:]
  var progress: [Pair: Progress] = [:]

  func tools(of key: Identifier) -> [Identifier] {
    required.keys.filter { $0.key == key }.map(\.tool)
  }

  /// The rule that everything here is about.
  func needed(_ key: Identifier, _ number: Int) -> Set<Identifier> {
    let later = keys[key]?.labels.indices.map { $0 + 1 }.filter {
      $0 > number && keys[key]?.isLive($0) == true
    }
    return behind(key, awaiting: later ?? [])
  }

  private func behind(_ key: Identifier, awaiting numbers: [Int]) -> Set<Identifier> {
    Set(
      required.filter { $0.key.key == key && $0.value }.map(\.key).filter { pair in
        let level = tools[pair.tool]?.required ?? 0
        return !numbers.contains { number in
          progress[pair]?.meets(level, number) == true
            && (progress[pair]?.waived.contains(number) == true || holdsEverywhere(pair, numbers))
        }
      }.map(\.tool))
  }

  private func holdsEverywhere(_ pair: Pair, _ numbers: [Int]) -> Bool {
    (tools[pair.tool]?.written ?? []).allSatisfy { target in
      progress[pair]?.held.contains { $0.target == target && numbers.contains($0.number) } == true
    }
  }

  mutating func connect(_ tool: Identifier, _ key: Identifier, required isRequired: Bool) {
    let pair = Pair(tool: tool, key: key)
    required[pair] = isRequired
    progress[pair] = Progress()
  }

  mutating func disconnect(_ tool: Identifier, _ key: Identifier) {
    required[Pair(tool: tool, key: key)] = nil
    progress[Pair(tool: tool, key: key)] = nil
    promote()
  }

  mutating func rotate(_ key: Identifier) {
    guard var model = keys[key] else { return }
    let from = model.labels.firstIndex(of: .current).map { $0 + 1 }
    model.labels.append(.pending)
    model.rotation = (from, model.labels.count)
    keys[key] = model
    promote()
  }

  mutating func abort(_ key: Identifier) {
    guard let to = keys[key]?.rotation?.to else { return }
    keys[key]?.labels[to - 1] = .discarded
    keys[key]?.rotation = nil
    guard let current = keys[key]?.deliverable else { return }
    for tool in tools(of: key) { withdraw(Pair(tool: tool, key: key), to, current) }
  }

  /// Whoever has the version that was given up does not have the current one.
  private mutating func withdraw(_ pair: Pair, _ given: Int, _ current: Int) {
    guard let known = progress[pair] else { return }
    let targets = known.held.filter { $0.number == given }.map(\.target)
    let mayHold =
      !targets.isEmpty || known.rank[given, default: 0] > 0
      || known.emitted[given]?.isEmpty == false
    guard mayHold else { return }
    progress[pair]?.rank[current] = 0
    if targets.isEmpty {
      progress[pair]?.emitted[current] = []
      progress[pair]?.held.removeAll { $0.number == current }
    } else {
      progress[pair]?.emitted[current]?.subtract(targets)
    }
  }

  mutating func write(_ tool: Identifier, _ target: Identifier, succeeding: Bool) {
    for pair in required.keys where pair.tool == tool {
      guard let number = keys[pair.key]?.deliverable else { continue }
      guard succeeding else { continue }
      progress[pair]?.held.removeAll { $0.target == target }
      progress[pair]?.held.append((target, number))
      progress[pair]?.emitted[number, default: []].insert(target)
      settle(pair, number, ending: true)
    }
    promote()
  }

  mutating func removeTarget(_ tool: Identifier, _ target: Identifier) {
    tools[tool]?.targets[target] = nil
    for pair in required.keys where pair.tool == tool {
      progress[pair]?.held.removeAll { $0.target == target }
      for number in (progress[pair]?.emitted ?? [:]).keys {
        progress[pair]?.emitted[number]?.remove(target)
        settle(pair, number, ending: false)
      }
    }
    promote()
  }

  mutating func raise(_ pair: Pair, _ number: Int, to rank: Int) {
    let before = progress[pair]?.rank[number] ?? 0
    progress[pair]?.rank[number] = max(before, rank)
    progress[pair]?.waived.remove(number)
    promote()
  }

  mutating func waive(_ pair: Pair, _ number: Int) {
    progress[pair]?.waived.insert(number)
    promote()
  }

  mutating func revoke(_ key: Identifier, _ numbers: [Int]) {
    for number in numbers { keys[key]?.labels[number - 1] = .revoked }
    guard let rotation = keys[key]?.rotation else { return }
    let nextIsPending = keys[key]?.labels[rotation.to - 1] == .pending
    let endsOld = rotation.from.map(numbers.contains) == true
    if numbers.contains(rotation.to) || endsOld && !nextIsPending {
      keys[key]?.rotation = nil
    }
  }

  private mutating func settle(_ pair: Pair, _ number: Int, ending waiver: Bool) {
    guard let written = tools[pair.tool]?.written, !written.isEmpty,
      Set(written).isSubset(of: progress[pair]?.emitted[number] ?? [])
    else { return }
    if !waiver && progress[pair]?.waived.contains(number) == true { return }
    let before = progress[pair]?.rank[number] ?? 0
    progress[pair]?.rank[number] = max(before, 1)
    progress[pair]?.waived.remove(number)
  }

  private mutating func promote() {
    for (id, key) in keys {
      guard let rotation = key.rotation else { continue }
      guard key.labels[rotation.to - 1] == .pending else {
        end(id)
        continue
      }
      let ready = tools(of: id).allSatisfy { tool in
        tools[tool]?.written.isEmpty == true
          || progress[Pair(tool: tool, key: id)]?.waived.contains(rotation.to) == true
          || Set(tools[tool]?.written ?? []).isSubset(
            of: progress[Pair(tool: tool, key: id)]?.emitted[rotation.to] ?? [])
      }
      guard ready else { continue }
      if let old = key.labels.firstIndex(of: .current) { keys[id]?.labels[old] = .previous }
      keys[id]?.labels[rotation.to - 1] = .current
      end(id)
    }
  }

  /// A rotation is done once nothing of the old version is left, neither the version nor its users.
  private mutating func end(_ id: Identifier) {
    guard let key = keys[id], let rotation = key.rotation,
      rotation.from.map({ !key.isLive($0) }) ?? true, behind(id, awaiting: [rotation.to]).isEmpty
    else { return }
    keys[id]?.rotation = nil
  }
}
