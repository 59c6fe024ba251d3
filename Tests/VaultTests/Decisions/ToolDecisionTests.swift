import ByteCoding
import Testing
import Vault

@Suite struct ToolDecisionTests {
  @Test func aToolBeginsWithItsTargets() throws {
    var scene = Scene()
    let tool = try scene.addTool("billing@prod", [.environmentFile, .manual])
    let stored = try #require(try scene.state.tool(tool))
    #expect(stored.text == "billing@prod")
    #expect(stored.targets.map(\.kind) == [.environmentFile, .manual])
    #expect(stored.writtenTargets.count == 1)
  }

  @Test func likeLendsAttributesAndConnectionsButNoTargets() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let model = try scene.addTool("billing@test", require: "verified")
    try scene.connect(model, key, as: "ACME", required: false)
    try scene.apply(
      try scene.state.decideAddTool(
        NewTool(name: try ToolName("billing@prod"), attributes: Attributes([("user", ["7"])])),
        like: model, &scene.context))
    let tool = try scene.state.find(tool: try ToolName("billing@prod"))
    #expect(tool.attributes.require == .verified)
    #expect(tool.attributes.user == 7)
    #expect(tool.targets.isEmpty)
    let connection = try #require(try scene.state.connections(ofTool: tool.id).first)
    #expect(connection.variable == "ACME")
    #expect(!connection.required)
  }

  @Test(
    arguments: [
      ([.environmentFile], nil, .emitted), ([.manual], nil, .applied), ([], nil, .applied),
      ([.environmentFile, .manual], nil, .applied), ([.environmentFile], "verified", .verified),
      ([.manual], "emitted", .emitted),
    ] as [([TargetKind], String?, AdoptionLevel)])
  func requiredLevel(
    _ kinds: [TargetKind], _ asked: String?, _ expected: AdoptionLevel
  ) throws {
    var scene = Scene()
    let tool = try scene.addTool("billing", kinds, require: asked)
    #expect(try scene.state.tool(tool)?.requiredLevel == expected)
  }

  @Test func aPathOfAMachineBelongsToOneTarget() throws {
    var scene = Scene()
    let first = try scene.addTool("a", [])
    let second = try scene.addTool("b", [])
    let target = NewTarget(
      kind: .environmentFile, machine: "here", attributes: Attributes([("path", ["/x"])]))
    try scene.apply(try scene.state.decideAddTarget(tool: first, target, &scene.context))
    #expect(throws: Refusal.pathTaken(path: "/x", machine: "here", tool: "a")) {
      try scene.state.decideAddTarget(tool: second, target, &scene.context)
    }
    var elsewhere = target
    elsewhere.machine = "there"
    try scene.apply(try scene.state.decideAddTarget(tool: second, elsewhere, &scene.context))
    let id = try #require(try scene.state.tool(first)?.targets.first?.id)
    try scene.apply(
      try scene.state.decideEditTarget(
        tool: first, target: id, Attributes([("path", ["/y"])]), &scene.context))
    try scene.apply(try scene.state.decideAddTarget(tool: second, target, &scene.context))
    #expect(try scene.state.target(at: "/x", on: "here")?.tool == second)
    #expect(throws: Refusal.pathTaken(path: "/x", machine: "here", tool: "b")) {
      try scene.state.decideEditTarget(
        tool: first, target: id, Attributes([("path", ["/x"])]), &scene.context)
    }
  }

  @Test func aTargetWrittenByHandGetsNoPath() throws {
    var scene = Scene()
    let tool = try scene.addTool("a", [])
    let manual = NewTarget(kind: .manual, machine: "here")
    try scene.apply(try scene.state.decideAddTarget(tool: tool, manual, &scene.context))
    let id = try #require(try scene.state.tool(tool)?.targets.first?.id)
    #expect(throws: Refusal.notWritten(tool: "a", kind: .manual)) {
      try scene.state.decideEditTarget(
        tool: tool, target: id, Attributes([("path", ["/x"])]), &scene.context)
    }
  }

  @Test func aConnectedToolIsRemovedOnlyWithForce() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("billing")
    try scene.connect(tool, key)
    #expect(throws: Refusal.toolConnected(tool: "billing", keys: ["acme"])) {
      try scene.state.decideRemoveTool(tool, &scene.context)
    }
    try scene.rotate(key)
    try scene.apply(try scene.state.decideRemoveTool(tool, force: true, &scene.context))
    #expect(try scene.state.roll(ofKey: key).isEmpty)
    #expect(try scene.labels(key) == [.previous, .current])
    #expect(try scene.state.target(at: "/srv/billing/0", on: "here") == nil)
    try scene.addTool("billing")
  }

  @Test func renamingKeepsConnections() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("billing")
    try scene.addTool("shop")
    try scene.connect(tool, key)
    #expect(throws: Refusal.toolExists(name: "shop")) {
      try scene.state.decideRenameTool(tool, to: try ToolName("shop"))
    }
    try scene.apply(try scene.state.decideRenameTool(tool, to: try ToolName("shop@prod")))
    #expect(try scene.state.roll(ofKey: key).map(\.tool.text) == ["shop@prod"])
    #expect(try scene.state.tools(named: "shop").count == 2)
    #expect(try scene.state.tools(named: "billing").isEmpty)
  }
}

@Suite struct ConnectionDecisionTests {
  private func scene() throws -> (Scene, key: Identifier, tool: Identifier) {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("billing")
    return (scene, key, tool)
  }

  @Test func bothSidesOfTheRollSeeAConnection() throws {
    var (scene, key, tool) = try scene()
    try scene.connect(tool, key, as: "ACME")
    let entry = try #require(try scene.state.roll(ofKey: key).first)
    #expect(entry.tool.id == tool)
    #expect(entry.level == .pending)
    #expect(entry.isRequired)
    #expect(try scene.state.uses(ofTool: tool).map(\.key.id) == [key])
  }

  @Test func aVariableHoldsOneValue() throws {
    var (scene, key, tool) = try scene()
    let other = try scene.addKey("other")
    try scene.connect(tool, key, as: "TOKEN")
    let taken = Refusal.variableTaken(
      tool: "billing", variable: "TOKEN", key: "acme", field: "token")
    #expect(throws: taken) { try scene.connect(tool, other, as: "TOKEN") }
  }

  @Test func connectingAgainEditsWhatDiffers() throws {
    var (scene, key, tool) = try scene()
    try scene.connect(tool, key, as: "TOKEN")
    let state = scene.state
    #expect(
      try state.decideConnect(
        key: key, try scene.request(tool, key, as: "TOKEN"), &scene.context
      ).isEmpty)
    let request = try scene.request(
      tool, key, as: "TOKEN", required: false, attributes: Attributes([("needs", ["read"])]))
    try scene.apply(try state.decideConnect(key: key, request, &scene.context))
    let connection = try #require(try scene.state.connections(ofKey: key).first)
    #expect(!connection.required)
    #expect(connection.attributes == Attributes([("needs", ["read"])]))
  }

  @Test func variablesForClientSideCodeNeedTheWord() throws {
    var (scene, key, tool) = try scene()
    #expect(throws: Refusal.publicVariable(variable: "VITE_ACME", prefix: "VITE_")) {
      try scene.connect(tool, key, as: "VITE_ACME")
    }
    let request = try scene.request(tool, key, as: "VITE_ACME", allowPublic: true)
    #expect(try scene.state.decideConnect(key: key, request, &scene.context).count == 1)
  }

  @Test func variablesThatChangeWhatRunsNeedTheWord() throws {
    var (scene, key, tool) = try scene()
    let refusal = Refusal.specialVariable(variable: "PATH", reason: .changesWhatRuns)
    #expect(throws: refusal) { try scene.connect(tool, key, as: "PATH") }
    let request = try scene.request(tool, key, as: "PATH", allowSpecial: true)
    #expect(try scene.state.decideConnect(key: key, request, &scene.context).count == 1)
  }

  @Test func theKeysOwnVersionOfTheAPIComesFirst() throws {
    var (scene, _, tool) = try scene()
    let key = try scene.addKey("v3", attributes: Attributes([("api", ["v3"])]))
    let request = try scene.request(
      tool, key, attributes: Attributes([("requires-api", ["v1"])]), providerAPI: "v1")
    #expect(throws: Refusal.apiMismatch(key: "v3", required: "v1", actual: "v3")) {
      try scene.state.decideConnect(key: key, request, &scene.context)
    }
  }

  @Test func disconnectingTheLastHolderOfARotationCompletesIt() throws {
    var (scene, key, tool) = try scene()
    try scene.connect(tool, key)
    try scene.rotate(key)
    #expect(try scene.labels(key) == [.current, .pending])
    try scene.apply(try scene.state.decideDisconnect(tool: tool, key: key, &scene.context))
    #expect(try scene.labels(key) == [.previous, .current])
    #expect(throws: Refusal.notConnected(tool: "billing", key: "acme")) {
      try scene.state.decideDisconnect(tool: tool, key: key, &scene.context)
    }
  }

  @Test func anEmissionHoldsTheVersionOfTheOpenRotation() throws {
    var (scene, key, tool) = try scene()
    let other = try scene.addKey("other")
    try scene.connect(tool, key, as: "B")
    try scene.connect(tool, other, as: "A")
    try scene.emit(tool)
    let next = try scene.rotate(key)
    let emission = try scene.state.emission(ofTool: tool)
    #expect(emission.items.map(\.connection.variable) == ["A", "B"])
    #expect(emission.items.map(\.version.number) == [1, 2])
    #expect(emission.versions.contains(KeyVersion(key: key, version: next)))
    #expect(try scene.state.staleTargets(ofTool: tool).count == 1)
    try scene.emit(tool)
    #expect(try scene.state.staleTargets(ofTool: tool).isEmpty)
  }

  @Test func anEmissionLeavesOutOnlyWhatIsOptional() throws {
    var (scene, key, tool) = try scene()
    try scene.connect(tool, key, required: false)
    try scene.revoke(key, 1, RevocationLimits(emergency: true))
    #expect(try scene.state.emission(ofTool: tool).items.isEmpty)
    let other = try scene.addKey("other")
    try scene.connect(tool, other)
    try scene.revoke(
      other, 1, RevocationLimits(force: true, reason: "leaked", emergency: true))
    #expect(throws: Refusal.noCurrentVersion(key: "other")) {
      try scene.state.emission(ofTool: tool)
    }
  }

  /// A merge can bring this about; decisions alone cannot.
  @Test func anEmissionWithTwoValuesForOneVariableIsRefused() throws {
    var (scene, key, tool) = try scene()
    try scene.connect(tool, key, as: "TOKEN")
    let other = try scene.addKey("other")
    let field = try #require(try scene.state.key(other)?.fields.first)
    try scene.apply([
      .connected(
        Connected(
          connection: id(0x77), tool: tool, key: other, field: field.id, variable: "TOKEN",
          isRequired: true, attributes: Attributes()))
    ])
    #expect(throws: Refusal.self) { try scene.state.emission(ofTool: tool) }
  }

  @Test func acknowledgingConcernsTheVersionEmittedLast() throws {
    var (scene, key, tool) = try scene()
    try scene.connect(tool, key)
    try scene.emit(tool)
    try scene.rotate(key)
    try scene.acknowledge(tool, key)
    #expect(try scene.level(tool, key, 1) == .applied)
    #expect(try scene.level(tool, key, 2) == .pending)
    try scene.emit(tool)
    try scene.acknowledge(tool, key)
    #expect(try scene.level(tool, key, 2) == .applied)
    #expect(
      try scene.state.decideAcknowledge(tool: tool, key: key, &scene.context).isEmpty)
  }

  @Test func manualTargetsAreNotWritten() throws {
    var scene = Scene()
    let tool = try scene.addTool("printer", [.manual])
    let target = try #require(try scene.state.tool(tool)?.targets.first)
    #expect(throws: Refusal.notWritten(tool: "printer", kind: .manual)) {
      try scene.state.decideIntend(tool: tool, target: target.id, &scene.context)
    }
    #expect(throws: Refusal.noSuchTarget(tool: "printer")) {
      try scene.state.decideIntend(tool: tool, target: id(1), &scene.context)
    }
  }
}

@Suite struct VaultDecisionTests {
  @Test func aVaultIsCreatedOnce() throws {
    var scene = Scene()
    let created = VaultCreated(
      name: "home", manifestPublicKey: bytes(1), secretsVersion: id(2),
      fields: [OwnField(id: id(3), name: "manifest-seed", commitment: bytes(4))])
    try scene.apply(try scene.state.decideCreate(created))
    #expect(try scene.state.vault()?.name == "home")
    #expect(throws: Refusal.vaultExists) { try scene.state.decideCreate(created) }
  }

  @Test func settingsReturnToTheirDefault() throws {
    var scene = Scene()
    try scene.apply(try scene.state.decideSetting("audit", ["strict"]))
    #expect(try scene.state.setting("audit") == ["strict"])
    #expect(try scene.state.decideSetting("audit", ["strict"]).isEmpty)
    try scene.apply(try scene.state.decideSetting("audit", []))
    #expect(try scene.state.setting("audit") == nil)
    #expect(try scene.state.settings().isEmpty)
  }

  @Test func slotsAreNotedAndForgotten() throws {
    var scene = Scene()
    let note = SlotNoted(slot: id(1), kind: .passphrase, name: "me", verifiedAt: nil)
    try scene.apply(try scene.state.decideNoteSlot(note))
    #expect(try scene.state.decideNoteSlot(note).isEmpty)
    #expect(try scene.state.slotNotes().map(\.name) == ["me"])
    try scene.apply(try scene.state.decideForgetSlot(id(1)))
    #expect(try scene.state.slotNotes().isEmpty)
    #expect(try scene.state.decideForgetSlot(id(1)).isEmpty)
  }
}
