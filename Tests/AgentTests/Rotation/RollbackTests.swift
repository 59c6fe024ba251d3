import Agent
import ByteCoding
import SecretMemory
import TestSupport
import Testing
import Vault

@Suite struct RollbackTests {
  @Test func theOldValueBecomesANewVersion() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    try bench.addTool("billing", path: directory.path("b.env"))
    try bench.connect("billing", "a")
    _ = try bench.emit()
    _ = try bench.rotate("a", "two")
    _ = try bench.emit()
    let staged = try bench.rollBack("a")
    #expect(staged.from == 2 && staged.to == 3)
    #expect(try bench.rotations().map(\.repeats) == [1])
    #expect(try bench.get("a@pending") == "one")
    #expect(try bench.variables("billing") == ["A": "one"])
    #expect(try bench.emit() == [.promoted(key: "a", version: 3)])
    #expect(try bench.get("a") == "one")
    #expect(try bench.view("a").versions.map(\.label) == [.reissued, .previous, .current])
    #expect(try bench.view("a").versions.map(\.origin) == [.set, .rotate, .rollback])
    let other = try bench.another()
    guard case .value(let value) = try other.answer(.value(Reference(key: "a"))) else {
      throw Unexpected()
    }
    #expect(value.count == 3)
  }

  @Test func everyFieldIsTakenBack() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    let first = [("x", "1"), ("y", "2")]
    let second = [("x", "3"), ("y", "4")]
    _ = try bench.service.answer(.setKey(SetKey(name: "a"), try Bench.fields(first)))
    try bench.addTool("crm")
    try bench.connect("crm", "a")
    _ = try bench.service.answer(
      .stageRotation(StageRotation(key: "a", expires: 5), try Bench.fields(second)))
    _ = try bench.rollBack("a", to: 1)
    #expect(try bench.get("a#x") == "1")
    #expect(try bench.get("a#y") == "2")
    #expect(try bench.view("a").current?.expires == nil)
  }

  @Test func nothingIsTakenBackWithoutAnEarlierVersion() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    #expect(refusal { _ = try bench.rollBack("a") } == .nothingToRollBack(key: "a"))
    try bench.addTool("crm")
    try bench.connect("crm", "a")
    _ = try bench.rotate("a", "two")
    try bench.change(
      .acknowledge(try ToolName("crm"), key: "a", level: .applied, note: nil))
    _ = try bench.revoke("a")
    let refused = refusal { _ = try bench.rollBack("a", to: 1) }
    #expect(refused == .rollbackImpossible(key: "a", number: 1, label: .revoked))
  }

  @Test func replacedConnectionsKeepTheOldKeyNeeded() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("old", "one")
    try bench.set("new", "two")
    try bench.addTool("billing", path: directory.path("b.env"))
    try bench.addTool("crm", path: directory.path("c.env"))
    try bench.connect("billing", "old", variable: "K")
    try bench.connect("crm", "old", variable: "K")
    _ = try bench.emit()
    let wish = Replace(old: "old", new: "new", tool: try ToolName("crm"))
    guard case .connected(let lines) = try bench.service.answer(.change(.replace(wish))) else {
      throw Unexpected()
    }
    #expect(lines.map(\.tool.text) == ["crm"] && lines.map(\.variable) == ["K"])
    #expect(try bench.roll("old").map(\.tool.text) == ["billing"])
    #expect(try bench.variables("crm") == ["K": "two"])
    let all = Replace(old: "old", new: "new")
    _ = try bench.service.answer(.change(.replace(all)))
    #expect(try bench.roll("new").map(\.tool.text) == ["billing", "crm"])
    let refused = refusal { _ = try bench.service.answer(.change(.replace(all))) }
    #expect(refused == .unused(key: "old"))
    let pending = refusal { _ = try bench.revoke("old@1") }
    guard case .toolsPending(let laggards) = pending else { throw Unexpected() }
    #expect(laggards.map(\.toolName) == ["billing", "crm"])
    _ = try bench.emit()
    #expect(try bench.revoke("old@1").numbers == [1])
  }
}
