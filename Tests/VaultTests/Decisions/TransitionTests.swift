import Testing
import Vault

/// Every command everywhere.
@Suite struct TransitionTests {
  @Test(arguments: TransitionStage.Place.allCases)
  func theTableHolds(_ place: TransitionStage.Place) throws {
    let expected = try #require(TransitionTable.outcomes[place.rawValue])
    #expect(expected.count == TransitionStage.Command.allCases.count)
    for command in TransitionStage.Command.allCases {
      var stage = try TransitionStage(at: place)
      let outcome = try stage.outcome(of: command)
      #expect(outcome == expected[command.rawValue], "\(command) at \(place)")
    }
  }

  /// What is refused changes nothing.
  @Test(arguments: TransitionStage.Place.allCases)
  func aRefusalLeavesNoTrace(_ place: TransitionStage.Place) throws {
    let expected = try #require(TransitionTable.outcomes[place.rawValue])
    var stage = try TransitionStage(at: place)
    let before = MemoryBase(checkpointOf: stage.scene.state).records
    for command in TransitionStage.Command.allCases
    where expected[command.rawValue].map({ $0.count > 8 && !$0.contains("/") }) == true {
      _ = try stage.outcome(of: command)
      #expect(MemoryBase(checkpointOf: stage.scene.state).records == before, "\(command)")
    }
  }

  /// The records alone, as a checkpoint gives them, carry a rotation from anywhere to its end.
  @Test(arguments: TransitionStage.Place.allCases)
  func aRotationGoesOnFromItsRecords(_ place: TransitionStage.Place) throws {
    var whole = try TransitionStage(at: place)
    var restarted = try TransitionStage(at: place)
    let records = MemoryBase(checkpointOf: restarted.scene.state)
    restarted.scene.state = State(base: records)
    #expect(try restarted.portrait() == whole.portrait())
    try whole.finish()
    try restarted.finish()
    #expect(try restarted.portrait() == whole.portrait())
    #expect(try !restarted.scene.isOpen(restarted.key))
    let end = MemoryBase(checkpointOf: restarted.scene.state, over: records).records
    #expect(end == MemoryBase(checkpointOf: whole.scene.state).records)
  }
}

extension TransitionStage {
  /// What `rotation resume` does until nothing is left to be done, and then the old version ends.
  fileprivate mutating func finish() throws {
    var rounds = 0
    while try isUnfinished(), rounds < 8 {
      rounds += 1
      for tool in [first, second] where try scene.steps(tool).contains(.deliver) {
        try scene.emit(tool)
      }
      if try scene.steps(first).contains(.reload) { try scene.run(.reload, first) }
      let plan = try scene.state.openRotation(ofKey: key)?.plan
      if plan?.canaries.isEmpty == false { try scene.acknowledge(first, key, .verified) }
    }
    #expect(rounds < 8)
    guard try scene.state.key(key)?.previous.isEmpty == false else { return }
    scene.context = DecisionContext(
      now: scene.context.now + 3_600_000, ids: scene.context.ids, machine: "here")
    try scene.revoke(key)
  }

  private func isUnfinished() throws -> Bool {
    try [first, second].contains { try !scene.steps($0).isEmpty }
  }
}
