import Agent
import TestSupport
import Testing
import Vault

@Suite struct RotationStoryTests {
  @Test func theOldKeyLivesUntilEveryToolHasTheNewOne() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("acme/agent", "one")
    try bench.addTool("billing", path: directory.path("billing.env"))
    try bench.addTool("crm")
    try bench.connect("billing", "acme/agent")
    try bench.connect("crm", "acme/agent")
    _ = try bench.emit()

    let staged = try bench.rotate("acme/agent", "two")
    #expect(staged.from == 1 && staged.to == 2)
    #expect(try bench.get("acme/agent") == "one")
    #expect(try bench.get("acme/agent@pending") == "two")
    #expect(try bench.variables("billing") == ["ACME_AGENT": "two"])

    #expect(try bench.emit() == [.promoted(key: "acme/agent", version: 2)])
    #expect(try bench.get("acme/agent") == "two")
    #expect(try bench.get("acme/agent@previous") == "one")

    let pending = refusal { _ = try bench.revoke("acme/agent") }
    guard case .toolsPending(let laggards) = pending else { throw Unexpected() }
    #expect(laggards.map(\.toolName) == ["crm"])

    _ = try bench.service.answer(
      .change(
        .acknowledge(try ToolName("crm"), key: "acme/agent", level: .applied, note: "pasted")))
    let revoked = try bench.revoke("acme/agent")
    #expect(revoked.numbers == [1])
    #expect(revoked.writtenOnly == ["billing"])
    #expect(try bench.view("acme/agent").openRotation == false)
  }

  @Test func forceNeedsAReasonAndKeepsIt() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory, reason: "key leaked")
    try bench.create()
    try bench.set("a", "one")
    try bench.addTool("crm")
    try bench.connect("crm", "a")
    _ = try bench.rotate("a", "two")
    let revoked = try bench.revoke("a", force: true)
    #expect(revoked.forcedPast.map(\.tool.text) == ["crm"])
    let response = try bench.service.answer(.query(.log(subject: "a", limit: 1)))
    guard case .log(let lines) = consume response else { throw Unexpected() }
    #expect(lines.last?.reason == "key leaked")
  }

  @Test func aSecondRotationWaitsForTheFirst() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    try bench.addTool("billing", path: directory.path("x.env"))
    try bench.connect("billing", "a")
    _ = try bench.rotate("a", "two")
    let refused = refusal { _ = try bench.rotate("a", "three") }
    #expect(refused == .rotationOpen(key: "a", from: 1, to: 2))
    _ = try bench.service.answer(.change(.abortRotation(key: "a")))
    #expect(try bench.get("a") == "one")
    #expect(try bench.rotate("a", "three").to == 3)
  }

  @Test(arguments: [true, false])
  func aTargetThatMovedOrCameLaterIsToBeWrittenFirst(moved: Bool) throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    try bench.addTool("billing", path: directory.path("old.env"))
    try bench.connect("billing", "a")
    _ = try bench.emit()
    _ = try bench.rotate("a", "two")
    _ = try bench.emit()
    let tool = try ToolName("billing")
    let place = directory.path("new.env")
    if moved {
      _ = try bench.service.answer(
        .change(
          .editTarget(
            tool, target: directory.path("old.env"),
            attributes: Attributes([("path", [place])]))))
    } else {
      _ = try bench.service.answer(
        .change(.addTarget(tool, .environmentFile(path: place, dialect: nil))))
    }
    let pending = refusal { _ = try bench.revoke("a") }
    guard case .toolsPending(let laggards) = pending else { throw Unexpected() }
    #expect(laggards.map(\.next) == [.emit])
    _ = try bench.emit()
    #expect(try bench.revoke("a").numbers == [1])
  }
}
