import ByteCoding
import TestSupport
import Testing
import Vault

/// Random commands on the state and on the model, compared after each.
@Suite struct RotationModelTests {
  @Test(arguments: Array(UInt64(1)...16))
  func stateFollowsTheModel(_ seed: UInt64) throws {
    var run = try RotationRun(seed: seed)
    for _ in 0..<160 {
      try run.step()
      try run.compare()
    }
    #expect(run.commandsDone > 50)
  }

  /// The commands above would prove little if the gate never closed or never opened.
  @Test func theRunsReachBothSidesOfTheGate() throws {
    var (refused, allowed, forced) = (0, 0, 0)
    for seed: UInt64 in 101...108 {
      var run = try RotationRun(seed: seed)
      for _ in 0..<160 { try run.step() }
      refused += run.refusedRevocations
      allowed += run.plainRevocations
      forced += run.forcedRevocations
    }
    #expect(refused > 20)
    #expect(allowed > 20)
    #expect(forced > 10)
  }
}

/// One run: a scene and the model of it.
struct RotationRun {
  private typealias Pair = RotationModel.Pair

  private var scene = Scene()
  private var model = RotationModel()
  private var generator: SeededGenerator
  private let keys: [Identifier]
  private let tools: [Identifier]
  private(set) var commandsDone = 0
  private(set) var refusedRevocations = 0
  private(set) var plainRevocations = 0
  private(set) var forcedRevocations = 0

  init(seed: UInt64) throws {
    generator = SeededGenerator(seed: seed)
    keys = try [scene.addKey("k1"), scene.addKey("k2")]
    let kinds: [[TargetKind]] = [
      [.environmentFile], [.environmentFile, .environmentFile], [.environmentFile, .manual],
      [.manual], [],
    ]
    var tools: [Identifier] = []
    for (number, kinds) in kinds.enumerated() {
      let asked = generator.pick([nil, nil, "emitted", "applied", "verified"])
      tools.append(try scene.addTool("t\(number)", kinds, require: asked))
      let rank = ["emitted": 1, "applied": 2, "verified": 3]
      model.tools[tools[number]] = .init(asked: asked.flatMap { rank[$0] })
    }
    self.tools = tools
    for key in keys { model.keys[key] = .init() }
    for tool in tools { try syncTargets(tool) }
  }

  mutating func step() throws {
    let (key, tool) = (generator.pick(keys), generator.pick(tools))
    switch generator.below(15) {
    case 0: try connectOrDisconnect(tool, key)
    case 1...2: try rotate(key)
    case 3...6: try emit(tool)
    case 7...9: try acknowledge(tool, key)
    case 10: if generator.chance(30) { try waive(tool, key) }
    case 11: if generator.chance(20) { try abort(key) }
    case 12: if generator.chance(30) { try changeTargets(tool) }
    default: try revoke(key)
    }
  }

  func compare() throws {
    for (id, key) in model.keys {
      #expect(try scene.labels(id) == key.labels)
      #expect((try scene.state.openRotation(ofKey: id) != nil) == (key.rotation != nil))
    }
    for (pair, progress) in model.progress {
      for (place, label) in (model.keys[pair.key]?.labels ?? []).enumerated() where label.isLive {
        let level = try scene.level(pair.tool, pair.key, UInt64(place + 1))
        for (rank, claim) in [AdoptionLevel.emitted, .applied, .verified].enumerated() {
          #expect(level.meets(claim) == progress.meets(rank + 1, place + 1))
        }
      }
    }
  }

  private mutating func done() { commandsDone += 1 }

  private mutating func connectOrDisconnect(_ tool: Identifier, _ key: Identifier) throws {
    if model.required[Pair(tool: tool, key: key)] == nil {
      let required = generator.chance(60)
      try scene.connect(tool, key, required: required)
      model.connect(tool, key, required: required)
    } else if generator.chance(25) {
      try scene.apply(
        try scene.state.decideDisconnect(tool: tool, key: key, &scene.context))
      model.disconnect(tool, key)
    }
    done()
  }

  private mutating func rotate(_ key: Identifier) throws {
    guard model.keys[key]?.rotation == nil else {
      #expect(throws: Refusal.self) { try scene.rotate(key) }
      return
    }
    try scene.rotate(key)
    model.rotate(key)
    done()
  }

  private mutating func emit(_ tool: Identifier) throws {
    let pairs = model.required.filter { $0.key.tool == tool }
    let lacking = pairs.contains { $0.value && model.keys[$0.key.key]?.deliverable == nil }
    let written = try scene.state.tool(tool)?.writtenTargets ?? []
    guard !lacking else {
      if !written.isEmpty { #expect(throws: Refusal.self) { try scene.emit(tool) } }
      return
    }
    let targets = try scene.state.tool(tool)?.targets ?? []
    let failing = Set(targets.indices.filter { _ in generator.chance(12) })
    try scene.emit(tool, failing: failing)
    for (place, target) in targets.enumerated() where target.kind.isWritten {
      model.write(tool, target.id, succeeding: !failing.contains(place))
    }
    done()
  }

  private mutating func acknowledge(_ tool: Identifier, _ key: Identifier) throws {
    let pair = Pair(tool: tool, key: key)
    let claim = generator.pick(AdoptionLevel.Claim.allCases)
    guard let progress = model.progress[pair], let modelKey = model.keys[key] else {
      #expect(throws: Refusal.self) { try scene.acknowledge(tool, key) }
      return
    }
    let last = progress.held.last.map(\.number)
    guard let number = last.flatMap({ modelKey.isLive($0) ? $0 : nil }) ?? modelKey.deliverable
    else { return }
    try scene.acknowledge(tool, key, claim)
    let rank = (AdoptionLevel.Claim.allCases.firstIndex(of: claim) ?? 0) + 1
    model.raise(pair, number, to: rank)
    done()
  }

  private mutating func waive(_ tool: Identifier, _ key: Identifier) throws {
    let pair = Pair(tool: tool, key: key)
    guard model.progress[pair] != nil, let number = model.keys[key]?.deliverable else { return }
    try scene.apply(
      try scene.state.decideWaive(tool: tool, key: key, reason: "off", &scene.context))
    model.waive(pair, number)
    done()
  }

  private mutating func abort(_ key: Identifier) throws {
    guard let rotation = model.keys[key]?.rotation,
      model.keys[key]?.labels[rotation.to - 1] == .pending
    else {
      #expect(throws: Refusal.self) { try scene.state.decideAbort(key: key) }
      return
    }
    try scene.apply(try scene.state.decideAbort(key: key))
    model.abort(key)
    done()
  }

  private mutating func changeTargets(_ tool: Identifier) throws {
    if generator.chance(50), let target = try scene.state.tool(tool)?.targets.first {
      try scene.apply(
        try scene.state.decideRemoveTarget(tool: tool, target: target.id, &scene.context))
      model.removeTarget(tool, target.id)
    } else {
      let kind: TargetKind = generator.chance(70) ? .environmentFile : .manual
      try scene.apply(
        try scene.state.decideAddTarget(
          tool: tool, NewTarget(kind: kind, machine: "here"), &scene.context))
      try syncTargets(tool)
    }
    done()
  }

  private mutating func syncTargets(_ tool: Identifier) throws {
    for target in try scene.state.tool(tool)?.targets ?? [] {
      model.tools[tool]?.targets[target.id] = target.kind.isWritten
    }
  }

  private mutating func revoke(_ key: Identifier) throws {
    let labels = model.keys[key]?.labels ?? []
    let previous = labels.indices.filter { labels[$0] == .previous }.map { $0 + 1 }
    let emergency = generator.chance(8)
    let numbers: [Int] =
      emergency
      ? labels.firstIndex(of: .current).map { [$0 + 1] } ?? [] : previous
    guard let newest = numbers.max() else {
      if previous.isEmpty { #expect(throws: Refusal.self) { try scene.revoke(key) } }
      return
    }
    let behind = model.needed(key, newest)
    let force = generator.chance(25)
    let limits = RevocationLimits(force: force, reason: "test", emergency: emergency)
    let number = emergency ? UInt64(newest) : nil
    if behind.isEmpty || force || emergency {
      try scene.revoke(key, number, limits)
      model.revoke(key, numbers)
      if behind.isEmpty { plainRevocations += 1 } else { forcedRevocations += 1 }
    } else {
      let state = scene.state
      let refusal = #expect(throws: Refusal.self) {
        try state.decideRevoke(key: key, number: number, limits, now: 0)
      }
      guard case .toolsPending(let laggards) = refusal else {
        Issue.record("another refusal than tools pending")
        return
      }
      #expect(Set(laggards.map(\.tool)) == behind)
      refusedRevocations += 1
    }
    done()
  }
}
