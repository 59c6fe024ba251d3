import ByteCoding
import Testing
import Vault

/// What is known from the programs of targets.
@Suite struct CommandDecisionTests {
  /// A tool with these targets that has the first version of a key.
  private func stage(
    _ targets: (Scene) -> [NewTarget]
  ) throws -> (scene: Scene, tool: Identifier, key: Identifier) {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("billing", targets: targets(scene))
    try scene.connect(tool, key)
    try scene.emit(tool)
    return (scene, tool, key)
  }

  @Test func anOperationKeepsItsIdentifierUntilItsResultIsRecorded() throws {
    var (scene, tool, _) = try stage { [$0.target(reload: true)] }
    let first = try scene.intend(.reload, tool)
    #expect(try scene.intend(.reload, tool) == first)
    let open = try #require(
      try scene.state.operation(tool: tool, target: try scene.targetID(tool)))
    #expect(open.id == first)
    #expect(open.step == .reload)
    #expect(open.versions == (try scene.held(tool)))
    try scene.end(first, tool, "exit-3")
    #expect(try scene.state.operation(tool: tool, target: try scene.targetID(tool)) == nil)
    #expect(try scene.intend(.reload, tool) != first)
  }

  @Test func anotherStepOrAnotherVersionIsAnotherOperation() throws {
    var (scene, tool, key) = try stage { [$0.target(reload: true, verify: true)] }
    let reload = try scene.intend(.reload, tool)
    let verify = try scene.intend(.verify, tool)
    #expect(reload != verify)
    try scene.rotate(key)
    try scene.emit(tool)
    #expect(try scene.intend(.verify, tool) != verify)
  }

  @Test func anOperationThatIsReplacedIsEndedFirst() throws {
    var (scene, tool, key) = try stage { [$0.target(reload: true, verify: true)] }
    try scene.run(.reload, tool)
    let verify = try scene.intend(.verify, tool)
    let before = scene.events.count
    let reload = try scene.intend(.reload, tool)
    let target = try scene.targetID(tool)
    let ended = CommandEnded(
      tool: tool, target: target, operation: verify, code: CommandEnded.overtaken)
    #expect(scene.events.dropFirst(before).first == .commandEnded(ended))
    #expect(try scene.state.operation(tool: tool, target: target)?.id == reload)
    #expect(try scene.level(tool, key, 1) == .applied)
    #expect(try scene.intend(.reload, tool) == reload)
    #expect(scene.events.count == before + 2)
  }

  @Test func resultsOfOtherOperationsAreIgnored() throws {
    var (scene, tool, key) = try stage { [$0.target(reload: true, verify: true)] }
    let old = try scene.intend(.reload, tool)
    let new = try scene.intend(.verify, tool)
    try scene.end(old, tool)
    #expect(try scene.level(tool, key, 1) == .emitted)
    try scene.end(new, tool)
    #expect(try scene.level(tool, key, 1) == .verified)
    let before = scene.events.count
    try scene.end(new, tool, "exit-1")
    #expect(scene.events.count == before)
  }

  @Test func aResultCountsForWhatTheTargetHoldsOnly() throws {
    var (scene, tool, key) = try stage { [$0.target(reload: true)] }
    let reload = try scene.intend(.reload, tool)
    try scene.rotate(key)
    try scene.emit(tool)
    try scene.end(reload, tool)
    #expect(try scene.level(tool, key, 1) == .emitted)
    #expect(try scene.level(tool, key, 2) == .emitted)
    #expect(try scene.steps(tool) == [.reload])
  }

  @Test func everyTargetHasToShowIt() throws {
    var (scene, tool, key) = try stage {
      [$0.target(reload: true), $0.target(reload: true, verify: true), $0.target()]
    }
    #expect(try scene.entry(tool, key).required == .applied)
    try scene.run(.reload, tool, at: 0)
    #expect(try scene.level(tool, key, 1) == .emitted)
    try scene.run(.reload, tool, at: 1)
    #expect(try scene.level(tool, key, 1) == .applied)
    try scene.run(.verify, tool, at: 1)
    #expect(try scene.level(tool, key, 1) == .verified)
  }

  @Test func programsShowNothingForATargetThatAPersonFills() throws {
    var (scene, tool, key) = try stage { [$0.target(verify: true), $0.target(.manual)] }
    try scene.run(.verify, tool)
    #expect(try scene.level(tool, key, 1) == .emitted)
  }

  @Test func whatATargetOfAnotherMachineShowedCountsOnceTheLastIsWritten() throws {
    var (scene, tool, key) = try stage {
      [$0.target(machine: "there"), $0.target(reload: true)]
    }
    try scene.run(.reload, tool, at: 1)
    #expect(try scene.level(tool, key, 1) == .pending)
    scene.context = DecisionContext(
      now: scene.context.now, ids: scene.context.ids, machine: "there")
    try scene.emit(tool)
    #expect(try scene.level(tool, key, 1) == .applied)
  }

  @Test func removingTheTargetThatShowsNothingLeavesWhatTheOthersShow() throws {
    var (scene, tool, key) = try stage {
      [$0.target(reload: true), $0.target(reload: true), $0.target(.manual)]
    }
    try scene.run(.reload, tool, at: 0)
    try scene.removeTarget(tool, 2)
    #expect(try scene.level(tool, key, 1) == .emitted)
    try scene.removeTarget(tool, 1)
    #expect(try scene.level(tool, key, 1) == .applied)
  }

  @Test func aFailureLastsUntilItsStepPasses() throws {
    var (scene, tool, key) = try stage { [$0.target(reload: true, verify: true)] }
    try scene.run(.verify, tool)
    try scene.run(.reload, tool, "exit-1")
    #expect(try scene.level(tool, key, 1) == .failed)
    #expect(try scene.steps(tool) == [.reload])
    try scene.run(.reload, tool, "timed-out")
    #expect(try scene.level(tool, key, 1) == .failed)
    try scene.run(.reload, tool)
    #expect(try scene.level(tool, key, 1) == .verified)
    #expect(try scene.steps(tool).isEmpty)
  }

  @Test func verifyingEndsWhatReloadingFailedAt() throws {
    var (scene, tool, key) = try stage { [$0.target(reload: true, verify: true)] }
    try scene.run(.reload, tool, "exit-1")
    try scene.run(.verify, tool)
    #expect(try scene.level(tool, key, 1) == .verified)
    #expect(try scene.steps(tool).isEmpty)
  }

  @Test func reloadingDoesNotEndWhatVerifyingFailedAt() throws {
    var (scene, tool, key) = try stage { [$0.target(reload: true, verify: true)] }
    try scene.run(.verify, tool, "exit-1")
    try scene.run(.reload, tool)
    #expect(try scene.level(tool, key, 1) == .failed)
    #expect(try scene.steps(tool) == [.verify])
  }

  @Test func whatOneTargetShowsDoesNotHideThatAnotherFailed() throws {
    var (scene, tool, key) = try stage {
      [$0.target(reload: true, verify: true), $0.target(reload: true)]
    }
    try scene.run(.reload, tool, at: 0)
    try scene.run(.verify, tool, at: 0, "exit-1")
    try scene.run(.reload, tool, at: 1)
    #expect(try scene.level(tool, key, 1) == .failed)
    try scene.run(.verify, tool, at: 0)
    #expect(try scene.level(tool, key, 1) == .verified)
  }

  @Test func aFailedWriteDoesNotHideAFailedReload() throws {
    var (scene, tool, key) = try stage { [$0.target(reload: true)] }
    try scene.run(.reload, tool)
    try scene.run(.reload, tool, "exit-1")
    try scene.emit(tool, failing: [0])
    #expect(try scene.level(tool, key, 1) == .failed)
    try scene.emit(tool, changed: false)
    #expect(try scene.level(tool, key, 1) == .applied)
  }

  @Test func acknowledgingEndsAFailure() throws {
    var (scene, tool, key) = try stage { [$0.target(reload: true)] }
    try scene.run(.reload, tool, "exit-1")
    try scene.acknowledge(tool, key)
    #expect(try scene.level(tool, key, 1) == .applied)
  }

  @Test func aFailedReloadIsNotWrittenOnly() throws {
    var (scene, tool, key) = try stage { [$0.target(reload: true)] }
    try scene.rotate(key)
    try scene.emit(tool)
    #expect(try scene.labels(key) == [.previous, .current])
    try scene.run(.reload, tool, "exit-1")
    let laggard = Laggard(
      tool: tool, toolName: "billing", key: key, keyName: "acme", level: .failed,
      required: .applied, next: .run)
    #expect(throws: Refusal.toolsPending([laggard])) { try scene.revoke(key) }
  }

  @Test func rewritingAsksForReloadingAgain() throws {
    var (scene, tool, key) = try stage { [$0.target(reload: true)] }
    try scene.run(.reload, tool)
    try scene.emit(tool, changed: false)
    #expect(try scene.level(tool, key, 1) == .applied)
    try scene.emit(tool, changed: true)
    #expect(try scene.level(tool, key, 1) == .emitted)
    #expect(try scene.steps(tool) == [.reload])
  }

  @Test func anotherKeysNewVersionInAFileTakesNothingFromThisKey() throws {
    var (scene, tool, key) = try stage { [$0.target(reload: true)] }
    let other = try scene.addKey("other")
    try scene.connect(tool, other)
    try scene.emit(tool)
    try scene.run(.reload, tool)
    try scene.acknowledge(tool, key, .verified)
    try scene.rotate(other)
    try scene.emit(tool)
    #expect(try scene.level(tool, key, 1) == .verified)
    #expect(try scene.level(tool, other, 2) == .emitted)
    #expect(try scene.steps(tool) == [.reload])
  }

  @Test func aProgramThatFailedToDeliverMayHaveDelivered() throws {
    var (scene, tool, key) = try stage { [$0.target(.command)] }
    let next = try scene.rotate(key)
    try scene.emit(tool, failing: [0])
    #expect(try scene.level(tool, key, 2) == .failed)
    #expect(try scene.entry(tool, key).adoption.mayHold(next))
    try scene.abort(key)
    #expect(try scene.level(tool, key, 1) == .pending)
    #expect(try scene.steps(tool) == [.deliver])
    try scene.emit(tool)
    #expect(try scene.level(tool, key, 1) == .emitted)
  }

  @Test func aFileThatCouldNotBeWrittenIsAsItWas() throws {
    var (scene, tool, key) = try stage { [$0.target()] }
    try scene.rotate(key)
    try scene.emit(tool, failing: [0])
    try scene.abort(key)
    #expect(try scene.level(tool, key, 1) == .emitted)
    #expect(try scene.steps(tool).isEmpty)
  }

  @Test func deliveringEndsTheOperationThatItWasIntendedUnder() throws {
    var (scene, tool, key) = try stage { [$0.target(.command)] }
    let next = try scene.rotate(key)
    let versions = [KeyVersion(key: key, version: next)]
    let operation = try scene.intend(.deliver, tool, versions)
    #expect(try scene.intend(.deliver, tool, versions) == operation)
    let rotation = try #require(try scene.state.openRotation(ofKey: key))
    #expect(try scene.state.phase(of: rotation) == .distributing)
    try scene.emit(tool)
    #expect(try scene.state.operation(tool: tool, target: try scene.targetID(tool)) == nil)
    #expect(try scene.labels(key) == [.previous, .current])
  }

  @Test func aSlowWritersEarlierVersionTakesTheLaterOneAway() throws {
    var (scene, tool, key) = try stage { [$0.target(reload: true)] }
    let old = try #require(try scene.state.key(key)?.current?.id)
    try scene.rotate(key)
    try scene.emit(tool)
    try scene.run(.reload, tool)
    #expect(try scene.level(tool, key, 2) == .applied)
    let late = EmissionResult(
      tool: tool, target: try scene.targetID(tool),
      outcome: .emitted(
        [KeyFingerprint(key: key, version: old, fingerprint: old.bytes)], changed: true))
    try scene.apply(try scene.state.decideRecordEmission([late], &scene.context))
    #expect(try scene.level(tool, key, 2) == .pending)
    #expect(throws: Refusal.self) { try scene.revoke(key) }
    #expect(try scene.steps(tool) == [.deliver, .reload])
  }
}
