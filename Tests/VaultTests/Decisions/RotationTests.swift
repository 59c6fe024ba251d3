import ByteCoding
import Testing
import Vault

@Suite struct RotationTests {
  @Test func oneKeyOneToolFromStagingToRevoking() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("billing")
    try scene.connect(tool, key)
    try scene.emit(tool)
    try scene.rotate(key)
    #expect(try scene.labels(key) == [.current, .pending])
    #expect(throws: Refusal.nothingToRevoke(key: "acme")) {
      try scene.state.decideRevoke(key: key, now: scene.context.now)
    }
    try scene.emit(tool)
    #expect(try scene.labels(key) == [.previous, .current])
    #expect(try scene.state.openRotation(ofKey: key) != nil)
    let revocation = try scene.state.decideRevoke(key: key, now: scene.context.now)
    #expect(revocation.writtenOnly == ["billing"])
    try scene.apply(revocation.events)
    #expect(try scene.labels(key) == [.revoked, .current])
    #expect(try scene.state.openRotation(ofKey: key) == nil)
  }

  @Test func aKeyThatNoToolUsesIsRotatedAtOnce() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    try scene.rotate(key)
    #expect(try scene.labels(key) == [.previous, .current])
    try scene.revoke(key)
    #expect(try scene.labels(key) == [.revoked, .current])
  }

  @Test func manualTargetsDoNotHoldPromotionBackButRevoking() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("printer", [.manual])
    try scene.connect(tool, key)
    try scene.rotate(key)
    #expect(try scene.labels(key) == [.previous, .current])
    let laggard = Laggard(
      tool: tool, toolName: "printer", key: key, keyName: "acme", level: .pending,
      required: .applied, next: .acknowledge(.applied))
    #expect(throws: Refusal.toolsPending([laggard])) { try scene.revoke(key) }
    try scene.acknowledge(tool, key)
    try scene.revoke(key)
    #expect(try scene.labels(key) == [.revoked, .current])
  }

  @Test func everyWrittenTargetMustHoldTheVersionBeforeItIsInUse() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let first = try scene.addTool("a", [.environmentFile, .environmentFile])
    let second = try scene.addTool("b")
    try scene.connect(first, key)
    try scene.connect(second, key)
    try scene.rotate(key)
    try scene.emit(second)
    try scene.emit(first, failing: [1])
    #expect(try scene.level(first, key, 2) == .failed)
    #expect(try scene.labels(key) == [.current, .pending])
    try scene.emit(first)
    #expect(try scene.level(first, key, 2) == .emitted)
    #expect(try scene.labels(key) == [.previous, .current])
  }

  @Test func removingTheLastTargetThatLagsCompletesTheRotation() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("a", [.environmentFile, .environmentFile])
    try scene.connect(tool, key)
    try scene.rotate(key)
    try scene.emit(tool, failing: [1])
    let target = try #require(try scene.state.tool(tool)?.targets.last)
    try scene.apply(
      try scene.state.decideRemoveTarget(tool: tool, target: target.id, &scene.context))
    #expect(try scene.labels(key) == [.previous, .current])
  }

  @Test func aLaggingToolHoldsRevokingBackUntilForcedWithAReason() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("billing", require: "verified")
    try scene.connect(tool, key)
    try scene.rotate(key)
    try scene.emit(tool)
    let pending = Refusal.toolsPending([
      Laggard(
        tool: tool, toolName: "billing", key: key, keyName: "acme", level: .emitted,
        required: .verified, next: .acknowledge(.verified))
    ])
    #expect(throws: pending) { try scene.revoke(key) }
    try scene.acknowledge(tool, key)
    #expect(throws: Refusal.self) { try scene.revoke(key) }
    #expect(throws: Refusal.reasonRequired) {
      try scene.revoke(key, nil, RevocationLimits(force: true))
    }
    try scene.revoke(key, nil, RevocationLimits(force: true, reason: "leaked"))
    #expect(try scene.labels(key) == [.revoked, .current])
    #expect(
      scene.events.contains {
        if case .versionRevoked(let event) = $0 { event.isForced } else { false }
      })
  }

  @Test func optionalConnectionsDoNotHoldRevokingBack() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("printer", [.manual])
    try scene.connect(tool, key, required: false)
    try scene.rotate(key)
    try scene.revoke(key)
    #expect(try scene.labels(key) == [.revoked, .current])
  }

  @Test func waivingLetsTheOldVersionGo() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("printer", [.manual])
    try scene.connect(tool, key)
    try scene.rotate(key)
    try scene.apply(
      try scene.state.decideWaive(
        tool: tool, key: key, reason: "scrapped", &scene.context))
    #expect(try scene.level(tool, key, 2) == .waived)
    try scene.revoke(key)
  }

  @Test func theCurrentVersionOfAKeyThatNobodyUsesGoesByItsNumber() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    #expect(throws: Refusal.nothingToRevoke(key: "acme")) { try scene.revoke(key) }
    try scene.revoke(key, 1)
    #expect(try scene.labels(key) == [.revoked])
  }

  @Test func theCurrentVersionInUseGoesOnlyByNumberInAnEmergency() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    try scene.connect(try scene.addTool("billing"), key, required: false)
    let refusal = Refusal.notRevocable(key: "acme", number: 1, label: .current)
    #expect(throws: refusal) { try scene.revoke(key, 1) }
    #expect(throws: Refusal.nothingToRevoke(key: "acme")) {
      try scene.revoke(key, nil, RevocationLimits(emergency: true))
    }
    try scene.revoke(key, 1, RevocationLimits(emergency: true))
    #expect(try scene.labels(key) == [.revoked])
    #expect(throws: Refusal.alreadyRevoked(key: "acme", number: 1)) { try scene.revoke(key, 1) }
    #expect(throws: Refusal.noCurrentVersion(key: "acme")) {
      try scene.state.resolve(Reference(key: "acme"))
    }
  }

  @Test func aKeyInUseWithoutSuccessorNeedsAReasonEvenInAnEmergency() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("billing")
    try scene.connect(tool, key)
    try scene.emit(tool)
    #expect(throws: Refusal.reasonRequired) {
      try scene.revoke(key, 1, RevocationLimits(emergency: true))
    }
    try scene.revoke(key, 1, RevocationLimits(reason: "leaked", emergency: true))
    try scene.rotate(key)
    try scene.emit(tool)
    #expect(try scene.labels(key) == [.revoked, .current])
    #expect(try scene.state.openRotation(ofKey: key) == nil)
  }

  @Test func oneRotationAtATime() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    try scene.rotate(key)
    #expect(throws: Refusal.rotationOpen(key: "acme", from: 1, to: 2)) { try scene.rotate(key) }
  }

  @Test func abortingDiscardsThePendingVersionAndNamesTheTargetsToWriteAgain() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let first = try scene.addTool("a")
    let second = try scene.addTool("b")
    for tool in [first, second] {
      try scene.connect(tool, key)
      try scene.emit(tool)
    }
    try scene.rotate(key)
    try scene.emit(first)
    try scene.apply(try scene.state.decideAbort(key: key))
    #expect(try scene.labels(key) == [.current, .discarded])
    #expect(try scene.state.staleTargets(ofTool: first).count == 1)
    #expect(try scene.state.staleTargets(ofTool: second).isEmpty)
    #expect(throws: Refusal.noOpenRotation(key: "acme")) {
      try scene.state.decideAbort(key: key)
    }
  }

  @Test func aVersionInUseIsNotAborted() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    try scene.rotate(key)
    #expect(throws: Refusal.alreadyPromoted(key: "acme", number: 2)) {
      try scene.state.decideAbort(key: key)
    }
  }

  @Test func aVersionNeedsAValueForEachField() throws {
    var scene = Scene()
    let key = try scene.addKey("oauth", fields: ["token", "secret"])
    var version = try scene.version(of: key)
    version.values.removeLast()
    #expect(throws: Refusal.fieldsMissing(key: "oauth", fields: ["secret"])) {
      try scene.state.decideRotate(key: key, version, RotationPlan(), &scene.context)
    }
  }

  @Test func targetsOfOtherMachinesAreNotWrittenHere() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("billing", machine: "there")
    try scene.connect(tool, key)
    let target = try #require(try scene.state.tool(tool)?.targets.first)
    #expect(throws: Refusal.otherMachine(tool: "billing", machine: "there")) {
      try scene.state.decideIntend(tool: tool, target: target.id, &scene.context)
    }
  }
}
