import ByteCoding
import Testing
import Vault

@Suite struct UseFoldTests {
  private func use(
    _ scene: inout Scene, tool: Identifier?, key: Identifier?, _ kind: UseKind, _ count: UInt64 = 1,
    at time: Int64, by: String? = nil
  ) throws {
    try scene.apply([
      .useObserved(
        UseObserved(
          tool: tool, key: key, useKind: kind, count: count, firstAt: time, lastAt: time, by: by))
    ])
  }

  @Test func usesAreSummedForEachSubject() throws {
    var scene = Scene()
    let key = try scene.addKey("a")
    let tool = try scene.addTool("crm")
    try scene.connect(tool, key)
    try use(&scene, tool: nil, key: key, .read, 3, at: 10)
    try use(&scene, tool: tool, key: key, .run, 2, at: 30)
    try use(&scene, tool: tool, key: key, .export, 1, at: 20)
    try use(&scene, tool: tool, key: nil, .run, 5, at: 30)
    #expect(
      try scene.state.use(ofKey: key, by: nil) == UseSum(count: 3, lastAt: 10, kind: .read))
    #expect(
      try scene.state.use(ofKey: key, by: tool) == UseSum(count: 3, lastAt: 30, kind: .run))
    #expect(
      try scene.state.use(ofTool: tool).uses == UseSum(count: 5, lastAt: 30, kind: .run))
    #expect(try scene.state.use(ofTool: tool).denials == nil)
  }

  @Test func denialsAreNoUses() throws {
    var scene = Scene()
    let key = try scene.addKey("a")
    let tool = try scene.addTool("crm")
    try scene.connect(tool, key)
    try use(&scene, tool: tool, key: nil, .denied, 4, at: 10, by: "uid 7")
    try use(&scene, tool: tool, key: key, .denied, at: 10, by: "uid 7")
    try use(&scene, tool: nil, key: nil, .denied, at: 10, by: "uid 7")
    let known = try scene.state.use(ofTool: tool)
    #expect(known.uses == nil)
    #expect(known.denials == UseSum(count: 4, lastAt: 10, kind: .denied))
    #expect(try scene.state.use(ofKey: key, by: tool) == nil)
  }

  @Test func usesEndWithWhatTheyAreOf() throws {
    var scene = Scene()
    let key = try scene.addKey("a")
    let tool = try scene.addTool("crm")
    try scene.connect(tool, key)
    let connection = try #require(try scene.state.connections(ofKey: key).first)
    try use(&scene, tool: tool, key: key, .run, at: 10)
    try scene.apply([
      .disconnected(Disconnected(connection: connection.id, tool: tool, key: key))
    ])
    #expect(try scene.state.use(ofKey: key, by: tool) == nil)
    try use(&scene, tool: tool, key: key, .run, at: 11)
    #expect(try scene.state.use(ofKey: key, by: tool) == nil)
    try use(&scene, tool: tool, key: nil, .run, at: 12)
    try use(&scene, tool: nil, key: key, .read, at: 12)
    try scene.apply([.toolRemoved(ToolRemoved(tool: tool)), .keyRemoved(KeyRemoved(key: key))])
    #expect(try scene.state.use(ofTool: tool) == ToolUse())
    #expect(try scene.state.use(ofKey: key, by: nil) == nil)
  }

  @Test func aCountStaysAtTheHighestNumber() throws {
    var scene = Scene()
    let key = try scene.addKey("a")
    try use(&scene, tool: nil, key: key, .read, .max, at: 10)
    try use(&scene, tool: nil, key: key, .read, 7, at: 10)
    #expect(try scene.state.use(ofKey: key, by: nil)?.count == .max)
  }

  @Test func aToolIsFoundByTheUserItRunsAs() throws {
    var scene = Scene()
    let tool = try scene.addTool("crm")
    let other = try scene.addTool("billing")
    func edit(_ tool: Identifier, _ user: [String]) throws {
      try scene.apply(
        try scene.state.decideEditTool(tool, Attributes([("user", user)]), &scene.context))
    }
    try edit(tool, ["1002"])
    try edit(other, ["1002"])
    #expect(try scene.state.tools(ofUser: 1002).map(\.id) == [tool, other])
    try edit(tool, ["1003"])
    #expect(try scene.state.tools(ofUser: 1002).map(\.id) == [other])
    #expect(try scene.state.tools(ofUser: 1003).map(\.id) == [tool])
    try edit(other, [])
    #expect(try scene.state.tools(ofUser: 1002).isEmpty)
    try scene.apply([.toolRemoved(ToolRemoved(tool: tool))])
    #expect(try scene.state.tools(ofUser: 1003).isEmpty)
  }

  @Test(arguments: ["+7", "007", "4294967295", "-1", "7 ", "seven", ""])
  func anotherSpellingOfAUserIsNobody(_ text: String) {
    #expect(Attributes([("user", [text])]).user == nil)
  }

  @Test func aModelDoesNotLendItsUser() throws {
    var scene = Scene()
    let model = try scene.addTool("crm")
    try scene.apply(
      try scene.state.decideEditTool(
        model, Attributes([("user", ["7"]), ("owner", ["ana"])]), &scene.context))
    try scene.apply(
      try scene.state.decideAddTool(
        NewTool(name: try ToolName("copy")), like: model, &scene.context))
    let copy = try scene.state.find(tool: try ToolName("copy"))
    #expect(copy.attributes.first("owner") == "ana")
    #expect(copy.attributes.user == nil)
  }
}
