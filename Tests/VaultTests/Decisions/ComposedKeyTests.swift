import ByteCoding
import Testing
import Vault

/// Keys whose values are made from other keys'.
@Suite struct ComposedKeyTests {
  private func sources(_ keys: Identifier...) -> Attributes {
    Attributes([("made-from", keys.map(\.hex))])
  }

  /// A key that one tool has the second version of, and a key made from it that a tool uses.
  private func stage() throws -> (Scene, source: Identifier, made: Identifier, Identifier) {
    var scene = Scene()
    let source = try scene.addKey("part")
    let made = try scene.addKey("whole", attributes: sources(source))
    let tool = try scene.addTool("billing")
    try scene.connect(tool, made)
    try scene.emit(tool)
    return (scene, source, made, tool)
  }

  @Test func theToolsOfAComposedKeyHoldItsPartBackUntilItWasMadeAnew() throws {
    var (scene, source, made, tool) = try stage()
    try scene.rotate(source)
    let behind = Laggard(
      tool: tool, toolName: "billing", key: made, keyName: "whole", level: .pending,
      required: .emitted, next: .rotate(key: "whole"))
    #expect(throws: Refusal.toolsPending([behind])) { try scene.revoke(source) }
    try scene.rotate(made)
    #expect(throws: Refusal.self) { try scene.revoke(source) }
    try scene.emit(tool)
    try scene.revoke(source)
    #expect(try scene.labels(source) == [.revoked, .current])
  }

  @Test func goingBackIsNotMakingAnew() throws {
    var (scene, source, made, tool) = try stage()
    try scene.rotate(made)
    try scene.emit(tool)
    try scene.rotate(source)
    try scene.rollBack(made)
    try scene.emit(tool)
    #expect(throws: Refusal.self) { try scene.revoke(source) }
  }

  @Test func aKeyMadeFromAMadeKeyFollowsIt() throws {
    var (scene, source, made, tool) = try stage()
    let last = try scene.addKey("last", attributes: sources(made))
    let user = try scene.addTool("user")
    try scene.connect(user, last)
    try scene.rotate(source)
    try scene.rotate(last)
    try scene.emit(user)
    try scene.revoke(last)
    try scene.rotate(made)
    try scene.emit(tool)
    #expect(throws: Refusal.self) { try scene.revoke(source) }
    try scene.rotate(last)
    #expect(throws: Refusal.self) { try scene.revoke(source) }
    try scene.emit(user)
    try scene.revoke(source)
  }

  /// It is made from the part and from a key that is made from the part.
  @Test func aKeyWithSeveralSourcesFollowsTheLatest() throws {
    var (scene, source, made, tool) = try stage()
    for name in ["a-last", "z-last"] {
      let last = try scene.addKey(name, attributes: sources(source, made))
      let user = try scene.addTool("user-\(name)")
      try scene.connect(user, last)
      try scene.rotate(source)
      try scene.rotate(last)
      try scene.emit(user)
      try scene.revoke(last)
      try scene.rotate(made)
      try scene.emit(tool)
      #expect(throws: Refusal.self) { try scene.revoke(source) }
      try scene.rotate(last)
      try scene.emit(user)
      for key in [source, made] { try scene.revoke(key) }
      try scene.apply(
        try scene.state.decideDisconnect(tool: user, key: last, &scene.context))
    }
  }

  @Test func aKeyIsNotMadeFromItself() throws {
    var (scene, source, made, _) = try stage()
    let last = try scene.addKey("last", attributes: sources(made))
    #expect(throws: Refusal.madeFromCycle(key: "part")) {
      try scene.state.decideEdit(key: source, sources(source))
    }
    #expect(throws: Refusal.madeFromCycle(key: "part")) {
      try scene.state.decideEdit(key: source, sources(last))
    }
    #expect(throws: Refusal.noSuchKey(name: id(0x99).hex, suggestion: nil)) {
      try scene.state.decideEdit(key: source, sources(id(0x99)))
    }
    try scene.apply(try scene.state.decideRemove(key: source, purge: false))
    let new = try scene.addKey("new")
    try scene.apply(try scene.state.decideEdit(key: last, sources(made, new)))
  }

  @Test func impactTellsEachKeyOnceAndOnTheShortestWay() throws {
    var (scene, source, made, _) = try stage()
    let last = try scene.addKey("last", attributes: sources(made, source))
    let far = try scene.addKey("far", attributes: sources(last))
    let impact = try scene.state.impact(ofKey: source)
    #expect(impact.first?.key.id == source)
    #expect(Set(impact.map(\.key.id)) == [source, made, last, far])
    let ways = Dictionary(uniqueKeysWithValues: impact.map { ($0.key.id, $0.via.map(\.id)) })
    #expect(ways[last] == [source])
    #expect(ways[far] == [source, last])
    #expect(impact.first { $0.key.id == made }?.entries.map(\.tool.text) == ["billing"])
  }
}
