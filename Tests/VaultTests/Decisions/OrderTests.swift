import ByteCoding
import Testing
import Vault

/// Who gets a new version first.
@Suite struct OrderTests {
  /// A key and tools with a file each that all have its first version.
  private func stage(
    _ tools: [(name: String, attributes: [(String, [String])])]
  ) throws -> (scene: Scene, key: Identifier, tools: [Identifier]) {
    var scene = Scene()
    let key = try scene.addKey("acme")
    var ids: [Identifier] = []
    for tool in tools {
      ids.append(
        try scene.addTool(tool.name, targets: [scene.target()], attributes: tool.attributes))
    }
    for tool in ids {
      try scene.connect(tool, key)
      try scene.emit(tool)
    }
    return (scene, key, ids)
  }

  private func stage(_ names: String...) throws -> (Scene, Identifier, [Identifier]) {
    try stage(names.map { ($0, []) })
  }

  private func after(_ tools: Identifier...) -> (String, [String]) {
    ("after", tools.map { Predecessor.tool($0).text })
  }

  @Test func othersKeepTheCurrentVersionUntilTheCanaryIsVerified() throws {
    var (scene, key, tools) = try stage("a", "b", "c")
    let next = try scene.rotate(key, RotationPlan(canaries: [tools[0]]))
    #expect(try scene.entry(tools[0], key).version?.id == next)
    for tool in tools[1...] {
      #expect(try scene.waits(tool, key) == ["a"])
      #expect(try scene.entry(tool, key).version?.number == 1)
      try scene.emit(tool)
      #expect(try scene.level(tool, key, 2) == .pending)
    }
    try scene.emit(tools[0])
    try scene.acknowledge(tools[0], key, .applied)
    #expect(try scene.waits(tools[1], key) == ["a"])
    try scene.acknowledge(tools[0], key, .verified)
    #expect(try scene.waits(tools[1], key) == [])
    for tool in tools[1...] { try scene.emit(tool) }
    #expect(try scene.labels(key) == [.previous, .current])
  }

  @Test func severalCanariesAreWaitedForAndDoNotWaitForEachOther() throws {
    var (scene, key, tools) = try stage("a", "b", "c")
    try scene.rotate(key, RotationPlan(canaries: [tools[0], tools[1]]))
    #expect(try scene.waits(tools[2], key) == ["a", "b"])
    #expect(try scene.waits(tools[0], key) == [])
    try scene.waive(tools[0], key)
    #expect(try scene.waits(tools[2], key) == ["b"])
  }

  @Test func aCanaryDoesNotWaitForThoseThatWaitForIt() throws {
    var (scene, key, tools) = try stage("a", "b", "c")
    try scene.editTool(tools[0], [after(tools[1], tools[2])])
    try scene.rotate(key, RotationPlan(canaries: [tools[0], tools[2]]))
    #expect(try scene.waits(tools[0], key) == ["c"])
    #expect(try scene.waits(tools[1], key) == ["a", "c"])
    #expect(try scene.waits(tools[2], key) == [])
  }

  @Test func aCanaryThatIsGoneHoldsNobodyUp() throws {
    var (scene, key, tools) = try stage("a", "b")
    try scene.rotate(key, RotationPlan(canaries: [tools[0]]))
    try scene.apply(
      try scene.state.decideDisconnect(tool: tools[0], key: key, &scene.context))
    #expect(try scene.waits(tools[1], key) == [])
  }

  @Test func onlyToolsThatUseTheKeyAreCanaries() throws {
    var (scene, key, tools) = try stage("a")
    let stranger = try scene.addTool("stranger")
    #expect(throws: Refusal.notConnected(tool: "stranger", key: "acme")) {
      try scene.rotate(key, RotationPlan(canaries: [tools[0], stranger]))
    }
  }

  /// Such a tool has a new version as soon as it is in use.
  @Test func aToolThatTakesValuesWhenItStartsWaitsToo() throws {
    var (scene, key, tools) = try stage("a")
    let starter = try scene.addTool("starter", targets: [])
    try scene.connect(starter, key)
    try scene.rotate(key, RotationPlan(canaries: [tools[0]]))
    try scene.emit(tools[0])
    #expect(try scene.labels(key) == [.current, .pending])
    #expect(
      try scene.state.emission(ofTool: starter).versions.map(\.version)
        == [scene.state.key(key)?.current?.id])
    try scene.acknowledge(tools[0], key, .verified)
    #expect(try scene.labels(key) == [.previous, .current])
  }

  @Test func aToolComesAfterAnotherThatHasComeFarEnough() throws {
    var (scene, key, tools) = try stage([("a", [("require", ["applied"])]), ("b", [])])
    try scene.editTool(tools[1], [after(tools[0])])
    try scene.rotate(key)
    #expect(try scene.waits(tools[1], key) == ["a"])
    try scene.emit(tools[0])
    #expect(try scene.waits(tools[1], key) == ["a"])
    try scene.acknowledge(tools[0], key)
    #expect(try scene.waits(tools[1], key) == [])
  }

  @Test func onlyThoseThatUseTheKeyAreWaitedFor() throws {
    var (scene, key, tools) = try stage("a", "b")
    let stranger = try scene.addTool("stranger")
    try scene.editTool(tools[1], [after(tools[0], stranger, id(0x99))])
    try scene.rotate(key)
    #expect(try scene.waits(tools[1], key) == ["a"])
  }

  @Test func groupsComeAfterGroups() throws {
    var (scene, key, tools) = try stage([
      ("a", [("group", ["Front"])]), ("b", [("group", ["front"])]),
      ("c", [("group", ["back"]), ("after", ["group:FRONT"])]),
      ("d", [("group", ["back"]), ("after", ["group:FRONT"])]),
    ])
    try scene.rotate(key)
    #expect(try scene.waits(tools[2], key) == ["a", "b"])
    try scene.emit(tools[0])
    #expect(try scene.waits(tools[3], key) == ["b"])
    try scene.editTool(tools[1], [("group", [])])
    #expect(try scene.waits(tools[3], key) == [])
  }

  @Test func aToolAfterItsOwnGroupWaitsForTheOthersOfIt() throws {
    var (scene, key, tools) = try stage([
      ("a", [("group", ["g"])]), ("b", [("group", ["g"]), ("after", ["group:g"])]),
    ])
    try scene.rotate(key)
    #expect(try scene.waits(tools[0], key) == [])
    #expect(try scene.waits(tools[1], key) == ["a"])
  }

  @Test func nobodyComesBeforeItself() throws {
    var (scene, _, tools) = try stage("a", "b", "c")
    try scene.editTool(tools[1], [after(tools[0])])
    try scene.editTool(tools[2], [after(tools[1]), ("group", ["last"])])
    for change in [after(tools[0]), after(tools[2]), ("after", ["group:last"])] {
      #expect(throws: Refusal.orderCycle(tool: "a")) { try scene.editTool(tools[0], [change]) }
    }
    try scene.editTool(tools[0], [("after", ["group:x"])])
    #expect(throws: Refusal.orderCycle(tool: "d")) {
      try scene.addTool("d", targets: [], attributes: [after(tools[2]), ("group", ["X"])])
    }
  }

  /// A merge can bring about what no command does.
  @Test func inACircleNobodyWaits() throws {
    var (scene, key, tools) = try stage("a", "b", "c", "d")
    for (tool, before) in [(0, 1), (1, 2), (2, 0), (3, 0)] {
      try scene.apply([
        .toolEdited(
          ToolEdited(tool: tools[tool], changes: Attributes([after(tools[before])])))
      ])
    }
    try scene.rotate(key)
    for tool in tools[..<3] { #expect(try scene.waits(tool, key) == []) }
    #expect(try scene.waits(tools[3], key) == ["a"])
  }

  @Test func whoHasTheNewVersionNeverGoesBack() throws {
    var (scene, key, tools) = try stage("a", "b")
    let next = try scene.rotate(key)
    try scene.apply(
      try scene.state.decideIntend(
        tool: tools[1], target: try scene.targetID(tools[1]), &scene.context))
    try scene.editTool(tools[1], [after(tools[0])])
    #expect(try scene.waits(tools[1], key) == [])
    #expect(try scene.entry(tools[1], key).version?.id == next)
  }

  @Test func whatIsSeenToDriftIsWaitedForAgain() throws {
    var (scene, key, tools) = try stage("a", "b", "c")
    try scene.editTool(tools[1], [after(tools[0])])
    let next = try scene.rotate(key)
    try scene.emit(tools[0])
    #expect(try scene.waits(tools[1], key) == [])
    try scene.observe(
      .drift(
        tool: tools[0], target: try scene.targetID(tools[0]), key: key, version: next,
        level: .pending, cause: .missing))
    #expect(try scene.waits(tools[1], key) == ["a"])
  }

  @Test func anEmergencyWaitsForNobody() throws {
    var (scene, key, tools) = try stage("a", "b")
    try scene.editTool(tools[1], [after(tools[0])])
    try scene.rotate(key, RotationPlan(isEmergency: true))
    #expect(try scene.waits(tools[1], key) == [])
  }

  @Test func whereNothingIsCurrentNobodyWaits() throws {
    var (scene, key, tools) = try stage("a", "b")
    let starter = try scene.addTool("starter", targets: [])
    try scene.connect(starter, key, required: false)
    try scene.rotate(key, RotationPlan(canaries: [tools[0]]))
    for tool in tools { try scene.waive(tool, key) }
    #expect(try scene.labels(key) == [.previous, .current])
    try scene.revoke(key)
    try scene.rotate(key, RotationPlan(canaries: [starter]))
    #expect(try scene.waits(tools[0], key) == ["starter"])
    try scene.revoke(key, 2, RevocationLimits(reason: "leaked", emergency: true))
    #expect(try scene.waits(tools[0], key) == [])
    #expect(try scene.entry(tools[0], key).version?.number == 3)
  }

  /// Whatever makes the last obstacle go away lets a version that all have come into use.
  @Test func askingLessOfAToolLetsTheOthersGoOn() throws {
    var (scene, key, tools) = try stage([("a", [("require", ["verified"])])])
    let starter = try scene.addTool("starter", targets: [], attributes: [after(tools[0])])
    try scene.connect(starter, key)
    try scene.rotate(key)
    try scene.emit(tools[0])
    #expect(try scene.labels(key) == [.current, .pending])
    try scene.editTool(tools[0], [("require", ["emitted"])])
    #expect(try scene.labels(key) == [.previous, .current])
  }

  @Test func aWaiverIsForTheVersionToComeEvenWhileWaiting() throws {
    var (scene, key, tools) = try stage("a", "b")
    try scene.rotate(key, RotationPlan(canaries: [tools[0]]))
    try scene.waive(tools[1], key)
    #expect(try scene.level(tools[1], key, 2) == .waived)
    #expect(try scene.level(tools[1], key, 1) == .emitted)
    try scene.emit(tools[0])
    #expect(try scene.labels(key) == [.previous, .current])
  }
}
