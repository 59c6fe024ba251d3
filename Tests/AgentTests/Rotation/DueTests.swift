import Agent
import ByteCoding
import TestSupport
import Testing
import Vault

@Suite struct DueTests {
  private static let day: Int64 = 86_400

  private static func bench(in directory: borrowing TemporaryDirectory) throws -> Bench {
    let bench = try Bench(in: directory)
    try bench.create()
    return bench
  }

  private static func set(
    _ name: String, _ attributes: [(name: String, values: [String])], expires: Int64? = nil,
    in bench: Bench
  ) throws {
    _ = try bench.service.answer(
      .setKey(
        SetKey(name: name, attributes: Attributes(attributes), expires: expires),
        try Bench.fields([("value", "v")])))
  }

  @Test func nothingIsDueInANewVault() throws {
    let directory = try TemporaryDirectory()
    let bench = try Self.bench(in: directory)
    #expect(try bench.due().isEmpty)
    try bench.set("a", "one")
    #expect(try bench.due().isEmpty)
  }

  @Test func aVersionIsDueAtItsGreatestAge() throws {
    let directory = try TemporaryDirectory()
    let bench = try Self.bench(in: directory)
    try Self.set("a", [("max-age", ["\(30 * Self.day)"])], in: bench)
    try bench.addTool("crm")
    try bench.connect("crm", "a")
    let due = bench.clock.now + 30 * Self.day * 1000
    #expect(try bench.due(within: 29).isEmpty)
    let line = try #require(try bench.due(within: 30).first)
    #expect(line.reason == .rotation && line.at == due && line.version == 1)
    bench.clock.advance(seconds: 40 * Self.day)
    #expect(try bench.due(within: 0).map(\.reason).contains(.rotation))
    _ = try bench.rotate("a", "two")
    #expect(try !bench.due(within: 14).map(\.reason).contains(.rotation))
  }

  @Test func whatExpiresIsToldBefore() throws {
    let directory = try TemporaryDirectory()
    let bench = try Self.bench(in: directory)
    let end = bench.clock.now + 20 * Self.day * 1000
    try Self.set("a", [], expires: end, in: bench)
    #expect(try bench.due(within: 14).isEmpty)
    bench.clock.advance(seconds: 7 * Self.day)
    let lines = try bench.due(within: 14)
    #expect(lines.map(\.reason) == [.expiry] && lines.map(\.at) == [end])
  }

  @Test func aPersonHasADayToSaySo() throws {
    let directory = try TemporaryDirectory()
    let bench = try Self.bench(in: directory)
    try bench.set("a", "one")
    try bench.addTool("crm")
    try bench.addTool("billing", path: directory.path("b.env"))
    try bench.connect("crm", "a")
    try bench.connect("billing", "a")
    bench.clock.advance(seconds: Self.day - 1)
    #expect(try bench.due().isEmpty)
    bench.clock.advance(seconds: 1)
    let lines = try bench.due()
    #expect(lines.map(\.reason) == [.acknowledgement])
    #expect(lines.map(\.tool?.text) == ["crm"] && lines.map(\.detail) == ["applied"])
    try bench.change(
      .acknowledge(try ToolName("crm"), key: "a", level: .applied, note: nil))
    #expect(try bench.due().isEmpty)
  }

  @Test func aGraceThatEndsIsTold() throws {
    let directory = try TemporaryDirectory()
    let bench = try Self.bench(in: directory)
    try bench.set("a", "one")
    try bench.addTool("billing", path: directory.path("b.env"))
    try bench.connect("billing", "a")
    _ = try bench.emit()
    _ = try bench.stage(StageRotation(key: "a", grace: 20 * Self.day), "two")
    _ = try bench.emit()
    let end = bench.clock.now + 20 * Self.day * 1000
    #expect(try bench.due(within: 14).isEmpty)
    bench.clock.advance(seconds: 30 * Self.day)
    let lines = try bench.due(within: 14)
    #expect(lines.map(\.reason) == [.grace] && lines.map(\.at) == [end])
    #expect(lines.map(\.version) == [1])
    _ = try bench.revoke("a")
    #expect(try bench.due(within: 14).isEmpty)
  }

  @Test func aKeyThatNobodyUsesIsTold() throws {
    let directory = try TemporaryDirectory()
    let bench = try Self.bench(in: directory)
    for name in ["idle", "read", "run", "written", "carried"] { try bench.set(name, "one") }
    try bench.add("runner", nil)
    try bench.addTool("writer", path: directory.path("b.env"))
    try bench.addTool("person")
    try bench.connect("runner", "run")
    try bench.connect("writer", "written")
    try bench.connect("person", "carried")
    bench.clock.advance(seconds: 50 * Self.day)
    _ = try bench.get("read")
    _ = try bench.variables("runner")
    let used = bench.clock.now
    bench.clock.advance(seconds: 50 * Self.day)
    let unused = try bench.due(unused: 90).filter { $0.reason == .unused }
    #expect(unused.map(\.key) == ["idle"] && unused.map(\.at) == [nil])
    let later = try bench.due(unused: 50).filter { $0.reason == .unused }
    #expect(later.map(\.key) == ["idle", "read", "run"])
    #expect(later.map(\.at) == [nil, used, used])
  }

  @Test func scopesThatNobodyNeedsAreTold() throws {
    let directory = try TemporaryDirectory()
    let bench = try Self.bench(in: directory)
    try Self.set("a", [("scope", ["read", "write", "admin"])], in: bench)
    #expect(try bench.due().isEmpty)
    try bench.addTool("one", path: directory.path("1.env"))
    try bench.addTool("two", path: directory.path("2.env"))
    _ = try bench.service.answer(
      .change(.connect(Connect(tool: try ToolName("one"), keys: ["a"], needs: ["read"]))))
    #expect(try bench.due().map(\.detail) == ["write admin"])
    try bench.connect("two", "a")
    #expect(try bench.due().isEmpty)
  }

  @Test func whatTheVendorGivesUpIsTold() throws {
    let directory = try TemporaryDirectory()
    let bench = try Self.bench(in: directory)
    try bench.set("v1", "abcdefghijklmnopqrstuvwxyz012345", provider: "liveagent-v1")
    let lines = try bench.due()
    #expect(lines.map(\.reason) == [.deprecated])
    #expect(lines.first?.detail?.contains("liveagent-v3") == true)
  }
}
