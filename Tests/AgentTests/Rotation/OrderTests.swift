import ByteCoding
import TestSupport
import Testing
import Vault

@testable import Agent

@Suite struct OrderTests {
  private static let verify = TargetCommands(verify: ["/bin/true"])

  @Test func nobodyGetsTheNewVersionBeforeTheCanaryIsVerified() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    try bench.addTool("canary", path: directory.path("c.env"), Self.verify)
    try bench.addTool("other", path: directory.path("o.env"))
    for tool in ["canary", "other"] { try bench.connect(tool, "a") }
    _ = try bench.emit()
    _ = try bench.stage(StageRotation(key: "a", canary: [try ToolName("canary")]), "two")
    #expect(try bench.rotations("a").map(\.phase) == [.staged])
    let plan = try bench.plan(.key("a"))
    #expect(plan.targets.map(\.tool.text) == ["canary"])
    #expect(
      plan.waiting == [
        WaitingTool(tool: try ToolName("other"), key: "a", for: [try ToolName("canary")])
      ])
    // What waits keeps getting what it has.
    #expect(try bench.plan().targets.map(\.tool.text) == ["canary", "other"])
    #expect(try bench.variables("other") == ["A": "one"])
    #expect(try bench.variables("canary") == ["A": "two"])
    _ = try bench.emit(.key("a"))
    let rotation = try #require(try bench.rotations("a").first)
    #expect(rotation.phase == .distributing && rotation.canary.map(\.text) == ["canary"])
    #expect(
      rotation.tools.map(\.next) == [.run, .wait(for: ["canary"])])
    #expect(rotation.tools.map(\.machines) == [["here"], ["here"]])
    try bench.run(.verify, try bench.planned("canary"))
    #expect(try bench.plan(.key("a")).waiting.isEmpty)
    #expect(try bench.emit(.key("a")) == [.promoted(key: "a", version: 2)])
    #expect(try bench.rotations("a").map(\.phase) == [.settling])
    #expect(try bench.rotations("a").flatMap(\.pending).isEmpty)
  }

  @Test func aGraceKeepsTheOldVersion() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    try bench.addTool("billing", path: directory.path("b.env"))
    try bench.connect("billing", "a")
    _ = try bench.emit()
    _ = try bench.stage(StageRotation(key: "a", grace: 3600), "two")
    #expect(try bench.rotations().map(\.graceEnds) == [nil])
    _ = try bench.emit()
    let end = bench.clock.now + 3_600_000
    #expect(try bench.rotations().map(\.graceEnds) == [end])
    #expect(refusal { _ = try bench.revoke("a") } == .graceRunning(key: "a", until: end))
    bench.clock.advance(seconds: 3600)
    #expect(try bench.revoke("a").numbers == [1])
  }

  @Test func theProviderSaysHowManyKeysLive() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("v1", "abcdefghijklmnopqrstuvwxyz012345", provider: "liveagent-v1")
    try bench.addTool("billing", path: directory.path("b.env"))
    try bench.connect("billing", "v1")
    _ = try bench.emit()
    let refused = refusal {
      _ = try bench.stage(StageRotation(key: "v1", grace: 1), "x", field: "key")
    }
    #expect(refused == .noOverlap(key: "v1"))
    let began = bench.clock.now - 60_000
    let staged = try bench.stage(StageRotation(key: "v1", began: began), "two", field: "key")
    #expect(staged.from == 1 && staged.key.versions.map(\.label) == [.revoked, .current])
    let rotation = try #require(try bench.rotations().first)
    #expect(rotation.kind == "cutover" && rotation.began == began)
    #expect(rotation.phase == .settling && rotation.pending.map(\.tool.text) == ["billing"])
    _ = try bench.emit()
    #expect(try bench.rotations().isEmpty)
  }

  @Test func aWaivedToolIsNotWaitedFor() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    try bench.addTool("crm")
    try bench.connect("crm", "a")
    _ = try bench.rotate("a", "two")
    try bench.change(.waive(try ToolName("crm"), key: "a", reason: "switched off"))
    let line = try #require(try bench.roll("a").first)
    #expect(line.level == .waived && line.waiver == "switched off")
    #expect(try bench.rotations().flatMap(\.tools).map(\.note) == ["switched off"])
    #expect(try bench.revoke("a").numbers == [1])
  }

  @Test func impactGoesOnThroughWhatIsMadeFromAKey() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    for name in ["a", "b", "c"] { try bench.set(name, "one") }
    try bench.addTool("billing")
    try bench.connect("billing", "c")
    for (made, source) in [("b", "a"), ("c", "b")] {
      let id = try bench.view(source).id
      try bench.change(
        .editKey(name: made, attributes: Attributes([("made-from", [id.hex])])))
    }
    guard case .impact(let lines) = try bench.service.answer(.query(.impact(key: "a"))) else {
      throw Unexpected()
    }
    #expect(lines.map(\.key) == ["a", "b", "c"])
    #expect(lines.map(\.via) == [[], ["a"], ["a", "b"]])
    #expect(lines.map { $0.lines.map(\.tool.text) } == [[], [], ["billing"]])
  }
}
