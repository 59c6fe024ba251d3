import ByteCoding
import Testing
import Vault

/// The way back to an earlier value.
@Suite struct RollbackTests {
  /// A key at its second version, and tools with a file and a reload each that have it, as many of
  /// them as `taking` says.
  private func stage(
    _ count: Int = 2, taking: Int? = nil
  ) throws -> (scene: Scene, key: Identifier, tools: [Identifier]) {
    var scene = Scene()
    let key = try scene.addKey("acme")
    var tools: [Identifier] = []
    for number in 0..<count {
      tools.append(try scene.addTool("t\(number)", targets: [scene.target(reload: true)]))
    }
    for tool in tools {
      try scene.connect(tool, key)
      try scene.emit(tool)
      try scene.run(.reload, tool)
    }
    try scene.rotate(key)
    for tool in tools.prefix(taking ?? count) {
      try scene.emit(tool)
      try scene.run(.reload, tool)
    }
    return (scene, key, tools)
  }

  @Test func whoHadTheBadVersionIsPendingAndWhoNeverHadItIsNot() throws {
    var (scene, key, tools) = try stage(3, taking: 1)
    try scene.rollBack(key)
    #expect(try scene.labels(key) == [.current, .discarded, .pending])
    #expect(try scene.level(tools[0], key, 3) == .pending)
    #expect(try scene.level(tools[0], key, 1) == .pending)
    for tool in tools[1...] {
      #expect(try scene.level(tool, key, 3) == .applied)
      #expect(try scene.steps(tool).isEmpty)
    }
    try scene.emit(tools[0])
    #expect(try scene.labels(key) == [.reissued, .discarded, .current])
    #expect(try scene.isOpen(key))
    try scene.run(.reload, tools[0])
    #expect(try !scene.isOpen(key))
  }

  @Test func afterPromotionEverybodyGetsTheValueAgainBeforeTheBadOneEnds() throws {
    var (scene, key, tools) = try stage()
    try scene.rollBack(key)
    #expect(try scene.labels(key) == [.previous, .current, .pending])
    for tool in tools { try scene.emit(tool) }
    #expect(try scene.labels(key) == [.reissued, .previous, .current])
    #expect(throws: Refusal.self) { try scene.revoke(key) }
    for tool in tools { try scene.run(.reload, tool) }
    try scene.revoke(key)
    #expect(try scene.labels(key) == [.reissued, .revoked, .current])
    #expect(try !scene.isOpen(key))
  }

  @Test func theVersionThatIsRepeatedIsNotRevokedUnderIt() throws {
    var (scene, key, _) = try stage()
    try scene.rollBack(key)
    let open = Refusal.rotationOpen(key: "acme", from: 2, to: 3)
    #expect(throws: open) { try scene.revoke(key) }
    #expect(throws: open) { try scene.revoke(key, 1) }
    let limits = RevocationLimits(force: true, reason: "r", emergency: true)
    #expect(throws: open) { try scene.revoke(key, 1, limits) }
    try scene.abort(key)
    #expect(try scene.labels(key) == [.previous, .current, .discarded])
    try scene.revoke(key)
    #expect(try scene.labels(key) == [.revoked, .current, .discarded])
  }

  @Test func otherOldVersionsMayEndMeanwhile() throws {
    var (scene, key, tools) = try stage()
    try scene.revoke(key)
    for _ in 0..<2 {
      try scene.rotate(key, RotationPlan(isEmergency: true))
      for tool in tools {
        try scene.emit(tool)
        try scene.run(.reload, tool)
      }
    }
    #expect(try scene.labels(key) == [.revoked, .previous, .previous, .current])
    try scene.rollBack(key, to: 3)
    #expect(try scene.state.rollbackSource(key: key).number == 4)
    try scene.revoke(key)
    #expect(try scene.labels(key) == [.revoked, .revoked, .previous, .current, .pending])
  }

  @Test func theVersionToGoBackToIsNamedOrTheOneBefore() throws {
    var (scene, key, _) = try stage()
    #expect(try scene.state.rollbackSource(key: key).number == 1)
    #expect(throws: Refusal.nothingToRollBack(key: "acme")) { try scene.rollBack(key, to: 2) }
    #expect(throws: Refusal.noSuchVersion(key: "acme", selector: .number(9), versions: 2)) {
      try scene.rollBack(key, to: 9)
    }
    for tool in try scene.state.roll(ofKey: key).map(\.tool.id) { try scene.waive(tool, key) }
    try scene.revoke(key)
    #expect(throws: Refusal.rollbackImpossible(key: "acme", number: 1, label: .revoked)) {
      try scene.rollBack(key, to: 1)
    }
    #expect(throws: Refusal.nothingToRollBack(key: "acme")) { try scene.rollBack(key) }
  }

  @Test func valuesThatAreGoneAreNotGoneBackTo() throws {
    var (scene, key, _) = try stage()
    let old = try #require(try scene.state.key(key)?.version(number: 1)?.id)
    try scene.apply([.valuesPurged(ValuesPurged(key: key, versions: [old]))])
    #expect(throws: Refusal.valuesPurged(key: "acme", number: 1)) { try scene.rollBack(key) }
  }

  @Test func thereIsNoWayBackFromACutover() throws {
    var (scene, key, tools) = try stage()
    for tool in tools { try scene.waive(tool, key) }
    try scene.revoke(key)
    try scene.rotate(key, RotationPlan(kind: RotationPlan.cutover))
    #expect(throws: Refusal.rollbackImpossible(key: "acme", number: 2, label: .revoked)) {
      try scene.rollBack(key)
    }
  }

  @Test func goingBackTwiceIsGoingForth() throws {
    var (scene, key, tools) = try stage()
    for _ in 0..<2 {
      try scene.rollBack(key)
      for tool in tools {
        try scene.emit(tool)
        try scene.run(.reload, tool)
      }
    }
    #expect(try scene.labels(key) == [.reissued, .reissued, .previous, .current])
    try scene.revoke(key)
    #expect(try scene.labels(key) == [.reissued, .reissued, .revoked, .current])
  }

  @Test func whatFailedIsNotCarriedOver() throws {
    var (scene, key, tools) = try stage(2, taking: 1)
    try scene.run(.reload, tools[1], "exit-1")
    try scene.rollBack(key)
    #expect(try scene.level(tools[1], key, 3) == .pending)
    #expect(try scene.steps(tools[1]) == [.deliver, .reload])
  }

  @Test func aWriteThatWasBegunIsNotCarriedOver() throws {
    var (scene, key, tools) = try stage(2, taking: 1)
    try scene.apply(
      try scene.state.decideIntend(
        tool: tools[1], target: try scene.targetID(tools[1]), &scene.context))
    try scene.rollBack(key)
    #expect(try scene.level(tools[1], key, 3) == .pending)
  }

  @Test func acknowledgementsAndWaiversAreCarriedOver() throws {
    var (scene, key, _) = try stage(1, taking: 0)
    let manual = try scene.addTool("manual", targets: [scene.target(.manual)])
    let off = try scene.addTool("off", targets: [scene.target()])
    try scene.abort(key)
    for tool in [manual, off] { try scene.connect(tool, key) }
    try scene.acknowledge(manual, key, .verified)
    try scene.emit(off)
    try scene.waive(off, key)
    try scene.rotate(key)
    try scene.rollBack(key)
    #expect(try scene.level(manual, key, 4) == .verified)
    #expect(try scene.level(off, key, 4) == .waived)
  }

  @Test func aRepeatedValueIsNotCorrected() throws {
    var (scene, key, _) = try stage()
    try scene.rollBack(key)
    let new = try scene.version(of: key)
    #expect(throws: Refusal.rotationOpen(key: "acme", from: 2, to: 3)) {
      try scene.state.decideNewValue(key: key, new, fix: true, &scene.context)
    }
  }

  @Test func anEmergencyAfterABadVersionLowersWhoHadIt() throws {
    var (scene, key, tools) = try stage(2, taking: 1)
    try scene.rotate(key, RotationPlan(isEmergency: true))
    #expect(try scene.labels(key) == [.current, .discarded, .pending])
    #expect(try scene.level(tools[0], key, 1) == .pending)
    #expect(try scene.level(tools[1], key, 1) == .applied)
  }
}
