import ByteCoding
import Testing
import Vault

@Suite struct KeyDecisionTests {
  @Test func addingMakesTheFirstVersionCurrent() throws {
    var scene = Scene()
    let key = try scene.addKey(
      "acme/live", fields: ["token", "secret"], attributes: Attributes([("provider", ["acme"])]))
    #expect(scene.events.map(\.kind) == [20, 24, 25])
    #expect(try scene.labels(key) == [.current])
    #expect(try scene.state.key(key)?.versions.first?.origin == .set)
  }

  @Test func addingCanConnectInOneTransaction() throws {
    var scene = Scene()
    let tool = try scene.addTool("billing")
    let field = Field(id: scene.context.ids.draw(), name: "token")
    let new = NewKey(
      id: scene.context.ids.draw(), name: try KeyName("acme"), fields: [field],
      attributes: Attributes())
    let version = NewVersion(
      id: scene.context.ids.draw(),
      values: [FieldCommitment(field: field.id, commitment: bytes(1))])
    let variable = try #require(VariableName("ACME"))
    var request = ConnectionRequest(
      tool: tool, fields: [FieldVariable(field: field.id, variable: variable)])
    request.attributes["requires-api"] = ["v1"]
    request.providerAPI = "v3"
    #expect(throws: Refusal.apiMismatch(key: "acme", required: "v1", actual: "v3")) {
      try scene.state.decideAdd(new, version, connecting: request, &scene.context)
    }
    request.providerAPI = "v1"
    try scene.apply(
      try scene.state.decideAdd(new, version, connecting: request, &scene.context))
    #expect(try scene.state.connections(ofTool: tool).map(\.variable) == ["ACME"])
  }

  @Test func namesAreTakenWhateverTheirCase() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    try scene.addTool("billing@prod")
    #expect(throws: Refusal.keyExists(name: "ACME")) { try scene.addKey("ACME") }
    #expect(throws: Refusal.nameTakenByTool(name: "Billing")) { try scene.addKey("Billing") }
    #expect(throws: Refusal.nameTakenByKey(name: "Acme")) { try scene.addTool("Acme") }
    #expect(throws: Refusal.toolExists(name: "Billing@PROD")) { try scene.addTool("Billing@PROD") }
    try scene.addTool("billing@test")
    try scene.apply(try scene.state.decideRename(key: key, to: try KeyName("ACME")))
    #expect(try scene.state.key(key)?.name == "ACME")
    #expect(try scene.state.decideRename(key: key, to: try KeyName("ACME")).isEmpty)
  }

  @Test func aNewValueOfAnUnconnectedKeyIsCurrentAtOnce() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let version = try scene.version(of: key)
    try scene.apply(try scene.state.decideNewValue(key: key, version, &scene.context))
    #expect(try scene.labels(key) == [.previous, .current])
    try scene.revoke(key)
    #expect(try scene.labels(key) == [.revoked, .current])
  }

  @Test func aConnectedKeyChangesOnlyByRotation() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("billing")
    try scene.connect(tool, key)
    let version = try scene.version(of: key)
    #expect(throws: Refusal.connected(key: "acme", tools: ["billing"])) {
      try scene.state.decideNewValue(key: key, version, &scene.context)
    }
    #expect(throws: Refusal.connected(key: "acme", tools: ["billing"])) {
      try scene.state.decideRemove(key: key, purge: false)
    }
  }

  @Test func fixReplacesAValueThatNoToolHas() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("billing")
    try scene.connect(tool, key)
    let version = try scene.version(of: key)
    try scene.apply(
      try scene.state.decideNewValue(key: key, version, fix: true, &scene.context))
    #expect(try scene.labels(key) == [.discarded, .current])
    try scene.emit(tool, failing: [0])
    let second = try scene.version(of: key)
    try scene.apply(try scene.state.decideNewValue(key: key, second, fix: true, &scene.context))
    try scene.emit(tool)
    let third = try scene.version(of: key)
    #expect(throws: Refusal.alreadyTaken(key: "acme", number: 3, tools: ["billing"])) {
      try scene.state.decideNewValue(key: key, third, fix: true, &scene.context)
    }
  }

  /// After a crash between writing a file and recording it, the file may hold the value.
  @Test func fixIsRefusedWhileAWriteIsUnreported() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("billing")
    try scene.connect(tool, key)
    let target = try #require(try scene.state.tool(tool)?.targets.first)
    try scene.apply(
      try scene.state.decideIntend(tool: tool, target: target.id, &scene.context))
    let version = try scene.version(of: key)
    #expect(throws: Refusal.alreadyTaken(key: "acme", number: 1, tools: ["billing"])) {
      try scene.state.decideNewValue(key: key, version, fix: true, &scene.context)
    }
  }

  @Test func fixReplacesThePendingVersionOfARotation() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    let tool = try scene.addTool("billing")
    try scene.connect(tool, key)
    try scene.emit(tool)
    try scene.rotate(key)
    let version = try scene.version(of: key)
    try scene.apply(
      try scene.state.decideNewValue(key: key, version, fix: true, &scene.context))
    #expect(try scene.labels(key) == [.current, .discarded, .pending])
    #expect(try scene.state.openRotation(ofKey: key)?.to == version.id)
    try scene.emit(tool)
    try scene.revoke(key)
    #expect(try scene.labels(key) == [.revoked, .discarded, .current])
    #expect(try scene.state.openRotation(ofKey: key) == nil)
  }

  @Test func editingChangesMetadataOnly() throws {
    var scene = Scene()
    let key = try scene.addKey("acme", attributes: Attributes([("owner", ["me"])]))
    let changes = Attributes([("owner", ["me"]), ("plan", ["pro"]), ("role", [])])
    let events = try scene.state.decideEdit(key: key, changes)
    #expect(
      events == [.keyEdited(KeyEdited(key: key, changes: Attributes([("plan", ["pro"])])))])
    try scene.apply(events)
    #expect(try scene.state.decideEdit(key: key, changes).isEmpty)
    #expect(try scene.state.key(key)?.current?.stagedAt == 1_000)
    let long = Attributes([("description", [String(repeating: "x", count: 4097)])])
    #expect(throws: Refusal.textTooLong(attribute: "description", maximum: 4096)) {
      try scene.state.decideEdit(key: key, long)
    }
  }

  @Test func removingWithPurgeNamesEveryVersion() throws {
    var scene = Scene()
    let key = try scene.addKey("acme")
    try scene.rotate(key)
    let versions = try #require(try scene.state.key(key)).versions.map(\.id)
    let events = try scene.state.decideRemove(key: key, purge: true)
    #expect(
      events == [
        .valuesPurged(ValuesPurged(key: key, versions: versions)),
        .keyRemoved(KeyRemoved(key: key)),
      ])
  }
}

@Suite struct FindingTests {
  @Test func referencesLeadToVersionsAndFields() throws {
    var scene = Scene()
    let key = try scene.addKey("acme", fields: ["token", "secret"])
    try scene.rotate(key)
    let state = scene.state
    func number(_ text: String) throws -> UInt64 {
      try state.resolve(try Reference.parse(text)).version.number
    }
    #expect(try number("ACME") == 2)
    #expect(try number("acme@1") == 1)
    #expect(try number("acme@previous") == 1)
    #expect(try state.resolve(try Reference.parse("acme#secret")).field?.name == "secret")
    #expect(
      throws: Refusal.noSuchVersion(key: "acme", selector: .label(.pending), versions: 2)
    ) { try number("acme@pending") }
    #expect(throws: Refusal.noSuchVersion(key: "acme", selector: .number(3), versions: 2)) {
      try number("acme@3")
    }
    #expect(
      throws: Refusal.noSuchField(key: "acme", field: "x", fields: ["token", "secret"])
    ) { try number("acme#x") }
    #expect(throws: Refusal.noSuchKey(name: "acne", suggestion: "acme")) { try number("acne") }
  }

  @Test func anEnvironmentIsNeededWhereThereAreSeveral() throws {
    var scene = Scene()
    let prod = try scene.addTool("billing@prod")
    #expect(try scene.state.find(tool: try ToolName("billing")).id == prod)
    try scene.addTool("billing@test")
    #expect(
      throws: Refusal.ambiguousTool(name: "billing", environments: ["prod", "test"])
    ) { try scene.state.find(tool: try ToolName("billing")) }
    #expect(try scene.state.find(tool: try ToolName("Billing@PROD")).id == prod)
    #expect(throws: Refusal.noSuchTool(name: "biling@prod", suggestion: "billing@prod")) {
      try scene.state.find(tool: try ToolName("biling@prod"))
    }
    let bare = try scene.addTool("billing")
    #expect(try scene.state.find(tool: try ToolName("billing")).id == bare)
  }

  @Test func patternsSelectKeys() throws {
    var scene = Scene()
    for name in ["acme/b", "acme/a", "other"] { try scene.addKey(name) }
    let names = try scene.state.keys(matching: KeyPattern("acme/*")).map(\.name)
    #expect(names == ["acme/a", "acme/b"])
  }

  @Test func oneSeedDrawsTheSameIdentifiersAgain() {
    var (first, second) = (IDPool(seed: bytes(1)), IDPool(seed: bytes(1)))
    let ids = (0..<50).map { _ in first.draw() }
    #expect(ids == (0..<50).map { _ in second.draw() })
    #expect(Set(ids).count == 50)
    var other = IDPool(seed: bytes(2))
    #expect(other.draw() != ids[0])
  }
}
