import ByteCoding
import Testing
import Vault

@Suite struct FoldTests {
  private func state(_ events: [Event], over base: any RecordBase = EmptyBase()) throws -> State {
    var state = State(base: base)
    for (number, event) in events.enumerated() {
      try state.apply(
        event,
        Stamp(time: Int64(number), actor: "x", transaction: .zero, sequence: UInt64(number)))
    }
    return state
  }

  private func added(_ key: UInt8, _ name: String) -> Event {
    .keyAdded(
      KeyAdded(
        key: id(key), name: name, fields: [Field(id: id(0x50), name: "token")],
        attributes: Attributes()))
  }

  private func staged(_ key: UInt8, _ version: UInt8) -> Event {
    .versionStaged(
      VersionStaged(key: id(key), version: id(version), values: [], expires: nil, origin: .set))
  }

  private func promoted(_ key: UInt8, _ version: UInt8) -> Event {
    .versionPromoted(VersionPromoted(key: id(key), version: id(version)))
  }

  @Test func versionsAreNumberedInTheOrderOfStagingAndAgeFromIt() throws {
    let state = try state([
      added(1, "a"), staged(1, 9), staged(1, 3), promoted(1, 3), promoted(1, 9),
      .keyEdited(KeyEdited(key: id(1), changes: Attributes([("owner", ["me"])]))),
    ])
    let key = try #require(try state.key(named: "A"))
    #expect(key.versions.map(\.id) == [id(9), id(3)])
    #expect(key.versions.map(\.label) == [.current, .previous])
    #expect(key.versions.map(\.stagedAt) == [1, 2])
    #expect(key.versions.map(\.promotedAt) == [4, 3])
    #expect(key.editedAt == 5)
  }

  @Test func severalPreviousVersionsStayUntilRevoked() throws {
    let state = try state([
      added(1, "a"), staged(1, 2), promoted(1, 2), staged(1, 3), promoted(1, 3), staged(1, 4),
      promoted(1, 4),
      .versionRevoked(VersionRevoked(key: id(1), version: id(2), isForced: false)),
      promoted(1, 2),
    ])
    #expect(try state.key(id(1))?.versions.map(\.label) == [.revoked, .previous, .current])
  }

  @Test func theLaterOfTwoKeysWithOneNameIsListedApartUntilRenamed() throws {
    var events = [added(0x11, "acme"), added(0x1a, "Acme")]
    var state = try state(events)
    #expect(try state.key(named: "acme")?.id == id(0x11))
    #expect(try state.key(id(0x1a))?.name == "Acme~1a1a")
    #expect(try state.key(named: "acme~1A1A")?.id == id(0x1a))
    #expect(try state.resolveKey("acme~1a1a") == id(0x1a))
    events += [
      .keyRemoved(KeyRemoved(key: id(0x11))),
      .keyRenamed(KeyRenamed(key: id(0x1a), name: "acme")),
    ]
    state = try self.state(events)
    #expect(try state.key(named: "acme")?.id == id(0x1a))
    #expect(try state.key(named: "acme~1a1a") == nil)
  }

  /// Only forged names lead here; the key is then found by its identifier alone.
  @Test func aKeyWithoutAnyFreeNameTakesNoneAway() throws {
    let taken =
      ["a"]
      + stride(from: 4, through: 32, by: 4).map {
        "a~" + String(repeating: "77", count: 16).prefix($0)
      }
    let others = taken.enumerated().map { added(UInt8($0 + 1), $1) }
    var state = try state(others + [added(0x77, "a")])
    #expect(try state.key(id(0x77))?.name == "a")
    #expect(try state.key(named: "a")?.id == id(1))
    try state.apply(
      .keyRemoved(KeyRemoved(key: id(0x77))),
      Stamp(time: 0, actor: "x", transaction: .zero, sequence: 0))
    #expect(try state.key(named: "a")?.id == id(1))
  }

  @Test func theFirstOfTwoTargetsAtOnePathHasIt() throws {
    let tools = [0x21, 0x22].map { tool in
      Event.toolAdded(
        ToolAdded(
          tool: id(tool), name: "t\(tool)", environment: nil, attributes: Attributes()))
    }
    let targets = [0x21, 0x22].map { tool in
      Event.targetAdded(
        TargetAdded(
          tool: id(tool), target: id(tool + 0x10), targetKind: .environmentFile, machine: "here",
          attributes: Attributes([("path", ["/x"])])))
    }
    let removed = Event.targetRemoved(TargetRemoved(tool: id(0x22), target: id(0x32)))
    #expect(try state(tools + targets + [removed]).target(at: "/x", on: "here")?.tool == id(0x21))
    let first = Event.targetRemoved(TargetRemoved(tool: id(0x21), target: id(0x31)))
    #expect(try state(tools + targets + [first]).target(at: "/x", on: "here") == nil)
  }

  @Test func toolsOfOneNameLiveInDifferentEnvironments() throws {
    let tools = [("x", "prod"), ("X", "test"), ("x", "PROD")].enumerated().map { number, tool in
      Event.toolAdded(
        ToolAdded(
          tool: id(UInt8(0x21 + number)), name: tool.0, environment: tool.1,
          attributes: Attributes()))
    }
    let state = try state(tools)
    #expect(try state.tools(named: "x").map(\.id) == [id(0x21), id(0x22)])
    #expect(try state.tool(id(0x23))?.text == "x~2323@PROD")
  }

  @Test func removingAKeyTakesAlongWhatDependsOnIt() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("billing")
    try scene.connect(tool, key)
    try scene.emit(tool)
    try scene.rotate(key)
    try scene.apply([.keyRemoved(KeyRemoved(key: key))])
    #expect(try scene.state.connections(ofTool: tool).isEmpty)
    #expect(try scene.state.adoption(tool: tool, key: key) == nil)
    #expect(try scene.state.openRotation(ofKey: key) == nil)
    #expect(try scene.state.key(named: "acme") == nil)
  }

  @Test func aFailureCountsUntilTheTargetHasHadTheVersion() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("billing")
    try scene.connect(tool, key)
    try scene.emit(tool, failing: [0])
    #expect(try scene.level(tool, key, 1) == .failed)
    try scene.emit(tool)
    #expect(try scene.level(tool, key, 1) == .emitted)
    try scene.emit(tool, failing: [0])
    #expect(try scene.level(tool, key, 1) == .emitted)
  }

  @Test func aWaiverOutlivesAFailureAndEndsWithWhatIsKnown() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("billing")
    try scene.connect(tool, key)
    try scene.apply(
      try scene.state.decideWaive(tool: tool, key: key, reason: "off", &scene.context))
    try scene.emit(tool, failing: [0])
    #expect(try scene.level(tool, key, 1) == .waived)
    try scene.emit(tool)
    #expect(try scene.level(tool, key, 1) == .emitted)
  }

  @Test func removingTheOnlyTargetRaisesNothing() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("billing")
    try scene.connect(tool, key)
    try scene.emit(tool, failing: [0])
    let target = try #require(try scene.state.tool(tool)?.targets.first)
    try scene.apply(
      try scene.state.decideRemoveTarget(tool: tool, target: target.id, &scene.context))
    #expect(try scene.level(tool, key, 1) == .pending)
  }

  @Test func adoptionDoesNotGrowWithEveryRotation() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("billing")
    try scene.connect(tool, key)
    for _ in 0..<5 {
      try scene.emit(tool)
      try scene.rotate(key)
      try scene.emit(tool)
      try scene.revoke(key)
    }
    #expect(try scene.state.key(key)?.versions.count == 6)
    #expect(try scene.state.adoption(tool: tool, key: key)?.versions.count == 2)
  }

  @Test func anUnreportedWriteIsKeptAsIntended() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("billing")
    try scene.connect(tool, key)
    let target = try #require(try scene.state.tool(tool)?.targets.first)
    try scene.apply(
      try scene.state.decideIntend(tool: tool, target: target.id, &scene.context))
    let version = try #require(try scene.state.key(key)?.current)
    let adoption = try #require(try scene.state.adoption(tool: tool, key: key))
    #expect(adoption.mayHold(version.id))
    #expect(adoption.target(target.id)?.version == nil)
    #expect(try scene.state.staleTargets(ofTool: tool).map(\.id) == [target.id])
    try scene.emit(tool)
    #expect(try scene.state.staleTargets(ofTool: tool).isEmpty)
    try scene.apply(
      try scene.state.decideIntend(tool: tool, target: target.id, &scene.context))
    #expect(try scene.state.staleTargets(ofTool: tool).map(\.id) == [target.id])
  }

  @Test func recordsThatAreNoneMakeTheStateUnavailable() throws {
    let whole = try state([added(1, "a")])
    let base = MemoryBase(checkpointOf: whole)
    let damaged = MemoryBase(base.records.mapValues { Array($0.dropLast()) })
    #expect(throws: RecordError.unavailable) { try State(base: damaged).key(id(1)) }
    #expect(throws: RecordError.unavailable) { try State(base: damaged).forEachKey { _ in true } }
    base.isUnreadable = true
    #expect(throws: Refusal.unavailable) { try State(base: base).find(key: "a") }
  }

  @Test func loopsStopWhenToldTo() throws {
    let whole = try state([added(1, "a"), added(2, "b"), added(3, "c")])
    for state in [whole, State(base: MemoryBase(checkpointOf: whole))] {
      var seen = 0
      try state.forEachKey { _ in
        seen += 1
        return seen < 2
      }
      #expect(seen == 2)
    }
  }

  /// Reads of the base for one command do not grow with the vault.
  @Test func aCommandReadsTheSameInALargeVault() throws {
    func reads(_ keys: Int) throws -> Int {
      var scene = Scene()
      for number in 0..<keys { try scene.addKey("k\(number)") }
      let tool = try scene.addTool("billing")
      let base = MemoryBase(checkpointOf: scene.state)
      var later = Scene(base: base)
      later.context = scene.context
      let key = try later.addKey("new")
      try later.connect(tool, key)
      try later.emit(tool)
      try later.rotate(key)
      try later.emit(tool)
      try later.revoke(key)
      return base.reads
    }
    #expect(try reads(1) == reads(500))
  }
}

extension State {
  fileprivate func resolveKey(_ text: String) throws -> Identifier {
    let reference = try Reference.parse(text)
    return try find(key: reference.key).id
  }
}
