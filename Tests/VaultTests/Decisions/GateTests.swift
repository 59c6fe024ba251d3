import ByteCoding
import Testing
import Vault

/// When an old version may end: grace, cut-overs, emergencies, keys in other keys' places, and what
/// was seen since.
@Suite struct GateTests {
  private func stage(
    _ target: (Scene) -> NewTarget = { $0.target() }
  ) throws -> (scene: Scene, key: Identifier, tool: Identifier) {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("billing", targets: [target(scene)])
    try scene.connect(tool, key)
    try scene.emit(tool)
    return (scene, key, tool)
  }

  private func wait(_ scene: inout Scene, _ milliseconds: Int64) {
    scene.context = DecisionContext(
      now: scene.context.now + milliseconds, ids: scene.context.ids, machine: "here")
  }

  // MARK: Grace

  @Test func theOldVersionIsKeptUntilTheGraceEnds() throws {
    var (scene, key, tool) = try stage()
    try scene.rotate(key, RotationPlan(grace: 60))
    wait(&scene, 100_000)
    try scene.emit(tool)
    let promoted = try #require(try scene.state.key(key)?.current?.promotedAt)
    #expect(throws: Refusal.graceRunning(key: "acme", until: promoted + 60_000)) {
      try scene.revoke(key)
    }
    wait(&scene, promoted + 59_999 - scene.context.now)
    #expect(throws: Refusal.self) { try scene.revoke(key) }
    wait(&scene, 1)
    try scene.revoke(key)
    #expect(try scene.labels(key) == [.revoked, .current])
  }

  @Test func forceAndEmergencyDoNotWaitForAGrace() throws {
    for limits in [RevocationLimits(force: true), RevocationLimits(emergency: true)] {
      var (scene, key, tool) = try stage()
      try scene.rotate(key, RotationPlan(grace: 60))
      try scene.emit(tool)
      try scene.revoke(key, nil, limits)
      #expect(try scene.labels(key) == [.revoked, .current])
    }
  }

  @Test func laggardsAreToldBeforeAGrace() throws {
    var (scene, key, tool) = try stage { $0.target(reload: true) }
    try scene.rotate(key, RotationPlan(grace: 60))
    try scene.emit(tool)
    guard
      case .toolsPending? = #expect(
        throws: Refusal.self,
        performing: {
          try scene.revoke(key)
        })
    else {
      Issue.record("another refusal")
      return
    }
  }

  @Test func aGraceOfAnyLengthHasAnEnd() throws {
    var (scene, key, tool) = try stage()
    try scene.rotate(key, RotationPlan(grace: .max))
    try scene.emit(tool)
    #expect(throws: Refusal.self) { try scene.revoke(key) }
  }

  @Test func anEmergencyHasNoGrace() throws {
    var (scene, key, tool) = try stage()
    try scene.rotate(key, RotationPlan(grace: 60, isEmergency: true))
    try scene.emit(tool)
    try scene.revoke(key)
  }

  @Test func aGraceIsForTheVersionBeforeOnly() throws {
    var (scene, key, tool) = try stage()
    for grace in [nil, Int64(60)] {
      try scene.rotate(key, RotationPlan(grace: grace, isEmergency: grace != nil))
      try scene.emit(tool)
    }
    #expect(try scene.labels(key) == [.previous, .previous, .current])
    try scene.revoke(key, 1)
    #expect(try scene.labels(key) == [.revoked, .previous, .current])
    #expect(try scene.isOpen(key))
  }

  // MARK: Cut-over

  @Test func aCutoverEndsTheOldVersionAtOnceAndTheRotationWithTheLastTool() throws {
    var (scene, key, tool) = try stage { $0.target(reload: true) }
    let later = try scene.addTool("later")
    try scene.connect(later, key)
    try scene.rotate(key, RotationPlan(kind: RotationPlan.cutover, began: 7))
    #expect(try scene.labels(key) == [.revoked, .current])
    #expect(try scene.state.openRotation(ofKey: key)?.plan.began == 7)
    try scene.emit(tool)
    try scene.emit(later)
    #expect(try scene.isOpen(key))
    try scene.run(.reload, tool)
    #expect(try !scene.isOpen(key))
  }

  @Test func aCutoverIsTriedAgainAtOnce() throws {
    var (scene, key, tool) = try stage()
    try scene.rotate(key, RotationPlan(kind: RotationPlan.cutover))
    try scene.rotate(key, RotationPlan(kind: RotationPlan.cutover))
    #expect(try scene.labels(key) == [.revoked, .revoked, .current])
    let outcomes = scene.events.compactMap { event in
      if case .rotationEnded(let ended) = event { ended.outcome } else { nil }
    }
    #expect(outcomes == [.superseded])
    try scene.emit(tool)
    #expect(try !scene.isOpen(key))
  }

  @Test func aCutoverWithoutToolsIsDoneAtOnce() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    try scene.rotate(key, RotationPlan(kind: RotationPlan.cutover))
    #expect(try scene.labels(key) == [.revoked, .current])
    #expect(try !scene.isOpen(key))
  }

  @Test func endingAnEarlierVersionDoesNotEndACutover() throws {
    var (scene, key, tool) = try stage()
    try scene.rotate(key)
    try scene.emit(tool)
    try scene.rotate(key, RotationPlan(kind: RotationPlan.cutover, isEmergency: true))
    #expect(try scene.labels(key) == [.previous, .revoked, .current])
    try scene.revoke(key, nil, RevocationLimits(force: true, reason: "r"))
    #expect(try scene.isOpen(key))
    try scene.emit(tool)
    #expect(try !scene.isOpen(key))
  }

  /// Whatever makes the last tool come far enough ends the rotation.
  @Test func whatIsAskedOfTheLastToolEndsTheRotation() throws {
    let ways: [(inout Scene, Identifier, Identifier) throws -> Void] = [
      { scene, _, tool in try scene.editTool(tool, [("require", ["emitted"])]) },
      { scene, key, tool in try scene.connect(tool, key, required: false) },
      { scene, _, tool in
        try scene.apply(
          try scene.state.decideEditTarget(
            tool: tool, target: scene.targetID(tool), Attributes([("reload", [])]),
            &scene.context))
      },
      { scene, key, tool in try scene.waive(tool, key) },
      { scene, _, tool in
        try scene.apply(try scene.state.decideRemoveTool(tool, force: true, &scene.context))
      },
    ]
    for way in ways {
      var (scene, key, tool) = try stage { $0.target(reload: true) }
      try scene.rotate(key, RotationPlan(kind: RotationPlan.cutover))
      try scene.emit(tool)
      #expect(try scene.isOpen(key))
      try way(&scene, key, tool)
      #expect(try !scene.isOpen(key))
    }
  }

  // MARK: Other keys

  @Test func aToolThatWasGivenAnotherKeyNeedsTheOldOneUntilItHasTheNew() throws {
    var (scene, old, tool) = try stage()
    let new = try scene.addKey("new")
    try scene.apply(try scene.state.decideReplace(old: old, new: new, &scene.context))
    let behind = Laggard(
      tool: tool, toolName: "billing", key: new, keyName: "new", level: .pending,
      required: .emitted, next: .emit)
    #expect(throws: Refusal.toolsPending([behind])) { try scene.revoke(old, 1) }
    #expect(throws: Refusal.toolsPending([behind])) {
      try scene.state.decideRemove(key: old, purge: false)
    }
    try scene.emit(tool)
    try scene.revoke(old, 1)
    #expect(try scene.labels(old) == [.revoked])
  }

  @Test func aChainOfReplacementsKeepsEveryKeyThatIsStillThere() throws {
    var (scene, first, tool) = try stage()
    let (second, third) = (try scene.addKey("second"), try scene.addKey("third"))
    try scene.apply(try scene.state.decideReplace(old: first, new: second, &scene.context))
    try scene.apply(try scene.state.decideReplace(old: second, new: third, &scene.context))
    for key in [first, second] {
      #expect(throws: Refusal.self) { try scene.revoke(key, 1) }
    }
    try scene.emit(tool)
    for key in [first, second] { try scene.revoke(key, 1) }
  }

  @Test func aChainForgetsTheKeysThatWereLeftBefore() throws {
    var (scene, first, tool) = try stage()
    let (second, third) = (try scene.addKey("second"), try scene.addKey("third"))
    try scene.apply(try scene.state.decideReplace(old: first, new: second, &scene.context))
    try scene.emit(tool)
    try scene.apply(try scene.state.decideReplace(old: second, new: third, &scene.context))
    try scene.revoke(first, 1)
    #expect(throws: Refusal.self) { try scene.revoke(second, 1) }
  }

  @Test func oneToolAloneIsGivenAnotherKey() throws {
    var (scene, old, tool) = try stage()
    let other = try scene.addTool("other")
    try scene.connect(other, old)
    let new = try scene.addKey("new")
    try scene.apply(
      try scene.state.decideReplace(old: old, new: new, tool: other, &scene.context))
    #expect(try scene.state.roll(ofKey: old).map(\.tool.id) == [tool])
    #expect(try scene.state.roll(ofKey: new).map(\.tool.id) == [other])
  }

  @Test func aKeyTakesThePlaceOfAnotherOnlyWithItsFields() throws {
    var scene = Scene()
    let old = try scene.addKey("old", fields: ["id", "secret"])
    let new = try scene.addKey("new", fields: ["token", "other"])
    let tool = try scene.addTool("billing")
    #expect(throws: Refusal.unused(key: "old")) {
      try scene.state.decideReplace(old: old, new: new, &scene.context)
    }
    try scene.connect(tool, old)
    #expect(throws: Refusal.notReplaceable(key: "new", fields: ["id", "secret"])) {
      try scene.state.decideReplace(old: old, new: new, &scene.context)
    }
    #expect(throws: Refusal.notReplaceable(key: "old", fields: [])) {
      try scene.state.decideReplace(old: old, new: old, &scene.context)
    }
    let stranger = try scene.addTool("stranger")
    #expect(throws: Refusal.notConnected(tool: "stranger", key: "old")) {
      try scene.state.decideReplace(old: old, new: new, tool: stranger, &scene.context)
    }
  }

  // MARK: Drift

  @Test func whatDriftedIsBehindUntilItIsShownAgain() throws {
    var (scene, key, tool) = try stage { $0.target(reload: true) }
    let next = try scene.rotate(key)
    try scene.emit(tool)
    try scene.run(.reload, tool)
    let target = try scene.targetID(tool)
    for (level, cause) in [
      (AdoptionLevel.Floor.emitted, LoweringCause.process), (.pending, .edited),
    ] {
      try scene.observe(
        .drift(
          tool: tool, target: level == .emitted ? nil : target, key: key, version: next,
          level: level, cause: cause))
      #expect(try scene.level(tool, key, 2) == AdoptionLevel(level))
      #expect(try scene.entry(tool, key).adoption.version(next)?.note == cause.rawValue)
      #expect(throws: Refusal.self) { try scene.revoke(key) }
      #expect(try scene.steps(tool) == (level == .emitted ? [.reload] : [.deliver, .reload]))
      if level == .pending { try scene.emit(tool) }
      try scene.run(.reload, tool)
      #expect(try scene.level(tool, key, 2) == .applied)
    }
    try scene.revoke(key)
  }

  @Test func whatIsKnownAlreadyIsNoNews() throws {
    var (scene, key, tool) = try stage()
    let current = try #require(try scene.state.key(key)?.current?.id)
    let target = try scene.targetID(tool)
    let lower = Observation.drift(
      tool: tool, target: target, key: key, version: current, level: .pending, cause: .missing)
    try scene.observe(lower)
    let count = scene.events.count
    try scene.observe(lower)
    try scene.observe(
      .drift(
        tool: tool, target: nil, key: key, version: id(0x99), level: .pending, cause: .missing))
    try scene.observe(.seen(tool: id(0x99), key: key, version: current))
    #expect(scene.events.count == count)
    try scene.emit(tool)
    try scene.observe(.seen(tool: tool, key: key, version: current))
    #expect(try scene.level(tool, key, 1) == .verified)
    #expect(try scene.entry(tool, key).adoption.version(current)?.evidence == .process)
  }

  @Test func abortingLowersWhoTookTheVersion() throws {
    var (scene, key, tool) = try stage { $0.target(reload: true) }
    try scene.run(.reload, tool)
    let hand = try scene.addTool("hand", targets: [scene.target(.manual)])
    let late = try scene.addTool("late")
    for tool in [hand, late] { try scene.connect(tool, key) }
    try scene.emit(late)
    try scene.acknowledge(hand, key)
    try scene.rotate(key)
    try scene.emit(tool)
    try scene.acknowledge(hand, key)
    try scene.abort(key)
    for tool in [tool, hand] { #expect(try scene.level(tool, key, 1) == .pending) }
    #expect(try scene.level(late, key, 1) == .emitted)
    #expect(try scene.steps(tool) == [.deliver, .reload])
  }
}
