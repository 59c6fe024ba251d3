import Agent
import TestSupport
import Testing
import Vault

@Suite struct KeyRequestTests {
  @Test func keepsEveryVersionOfAValue() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    #expect(try bench.set("a/b", "one").outcome == .added)
    #expect(try bench.set("a/b", "two").outcome == .newVersion)
    #expect(try bench.get("a/b") == "two")
    #expect(try bench.get("a/b@1") == "one")
    #expect(try bench.get("A/B@previous") == "one")
  }

  @Test func aKeyInUseChangesByRotationOnly() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    try bench.addTool("crm")
    try bench.connect("crm", "a")
    let refused = refusal { try bench.set("a", "two") }
    #expect(refused == .connected(key: "a", tools: ["crm"]))
    #expect(try bench.set("a", "two", fix: true).outcome == .fixed)
    #expect(try bench.get("a") == "two")
  }

  @Test func aPurgedValueIsNoLongerInTheFile() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    try bench.set("b", "two")
    _ = try bench.service.answer(.change(.removeKey(name: "a", purge: true)))
    let gone = refusal { _ = try bench.get("a") }
    #expect(gone == .noSuchKey(name: "a", suggestion: nil) || gone != nil)
    #expect(try bench.get("b") == "two")
    let other = try bench.another()
    _ = try other.answer(.value(try Reference.parse("b")))
  }

  @Test func anotherProcessSeesTheChangeAtOnce() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    let other = try bench.another()
    try bench.set("a", "one")
    let response = try other.answer(.query(.key(Reference(key: "a"))))
    guard case .key(let view) = consume response else { throw Unexpected() }
    #expect(view.current?.number == 1)
  }

  @Test func aV3KeyIsRefusedWhereTheToolNeedsV1() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("acme", "abcdefghijklmnopqrstuvwxyz012345", provider: "liveagent-v3")
    try bench.addTool("old")
    let refused = refusal {
      _ = try bench.service.answer(
        .change(
          .connect(Connect(tool: try ToolName("old"), keys: ["acme"], requiresAPI: "v1"))))
    }
    #expect(refused == .apiMismatch(key: "acme", required: "v1", actual: "v3"))
  }

  @Test func twoKeysOfOneCommandCannotShareAVariable() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("x/one", "abcdefghijklmnopqrstuvwxyz012345", provider: "liveagent-v3")
    try bench.set("x/two", "abcdefghijklmnopqrstuvwxyz012345", provider: "liveagent-v3")
    try bench.addTool("crm")
    let refused = refusal { try bench.connect("crm", "x/*") }
    guard case .variableTaken(_, "LIVEAGENT_API_KEY", _, _) = refused else { throw Unexpected() }
    #expect(try bench.roll("x/one").isEmpty)
  }

  @Test func asksForParametersThatTheProviderNeeds() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    var attributes = Attributes()
    attributes["provider"] = ["liveagent-v3"]
    do {
      _ = try bench.service.answer(
        .setKey(SetKey(name: "a", attributes: attributes), try Bench.fields([("key", "x")])))
      Issue.record("stored without its account")
    } catch ServiceError.missingParameters(let names, _) { #expect(names == ["account"]) }
  }

  @Test func aNewValueIsHeldToTheProfileToo() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    var attributes = Attributes()
    attributes["param:account"] = ["acme"]
    do {
      _ = try bench.service.answer(
        .setKey(SetKey(name: "a", attributes: attributes), try Bench.fields([("value", "x")])))
      Issue.record("stored a parameter that no profile declares")
    } catch ServiceError.unknownParameter {}
    #expect(try bench.get("a") == "one")
  }

  @Test func aNewValueOfAKnownKeyIsConnectedToo() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    try bench.addTool("billing")
    _ = try bench.service.answer(
      .setKey(
        SetKey(name: "a", connect: try ToolName("billing"), variable: "KEY"),
        try Bench.fields([("value", "two")])))
    #expect(try bench.roll("a").map(\.variable) == ["KEY"])
    #expect(try bench.get("a") == "two")
  }
}
