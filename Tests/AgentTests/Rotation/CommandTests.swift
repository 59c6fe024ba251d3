import Agent
import ByteCoding
import TestSupport
import Testing
import Vault

@Suite struct CommandTests {
  private static let reload = TargetCommands(reload: ["/bin/true"], verify: [], timeout: 5)
  private static let both = TargetCommands(reload: ["/bin/true"], verify: ["/bin/true"])

  private static func bench(
    in directory: borrowing TemporaryDirectory, _ commands: TargetCommands
  ) throws -> Bench {
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    try bench.addTool("billing", path: directory.path("b.env"), commands)
    try bench.connect("billing", "a")
    return bench
  }

  @Test func aToolIsAppliedOnceItsReloadHasPassed() throws {
    let directory = try TemporaryDirectory()
    let bench = try Self.bench(in: directory, Self.reload)
    #expect(try bench.planned("billing").steps == [.deliver, .reload])
    _ = try bench.emit()
    #expect(try bench.roll("a").map(\.level) == [.emitted])
    #expect(try bench.planned("billing").steps == [.reload])
    try bench.run(.reload, try bench.planned("billing"))
    let line = try #require(try bench.roll("a").first)
    #expect(line.level == .applied && line.required == .applied && line.evidence == .reload)
    #expect(line.at == bench.clock.now)
    #expect(try bench.planned("billing").steps.isEmpty)
  }

  @Test func aToolIsVerifiedOnceItsProgramSaysSo() throws {
    let directory = try TemporaryDirectory()
    let bench = try Self.bench(in: directory, Self.both)
    _ = try bench.emit()
    let target = try bench.planned("billing")
    try bench.run(.reload, target)
    try bench.run(.verify, target)
    #expect(try bench.roll("a").map(\.level) == [.verified])
  }

  @Test func aReloadThatFailsIsTold() throws {
    let directory = try TemporaryDirectory()
    let bench = try Self.bench(in: directory, Self.reload)
    _ = try bench.emit()
    try bench.run(.reload, try bench.planned("billing"), "exit-3")
    #expect(try bench.roll("a").map(\.level) == [.failed])
    #expect(try bench.roll("a").map(\.failure) == ["reload exit-3"])
    try bench.run(.reload, try bench.planned("billing"))
    #expect(try bench.roll("a").map(\.level) == [.applied])
    #expect(try bench.roll("a").map(\.failure) == [nil])
  }

  @Test func whatWasBegunIsRunAgainUnderTheSameIdentifier() throws {
    let directory = try TemporaryDirectory()
    let bench = try Self.bench(in: directory, Self.reload)
    _ = try bench.emit()
    let target = try bench.planned("billing")
    let first = try bench.intend(.reload, [target])
    // The process ends here; another one goes on.
    let other = try bench.another()
    let wish = CommandWish(selection: target.selection, step: .reload)
    guard case .operations(let again) = try other.answer(.change(.intendCommands([wish]))) else {
      throw Unexpected()
    }
    #expect(again == first)
    let open = try #require(try bench.planned("billing").operation)
    #expect(open.id == first[0] && open.step == .reload)
    #expect(open.versions == target.selection.versions)
    try bench.record(.reload, target, first[0], "timed-out")
    #expect(try bench.planned("billing").operation == nil)
    #expect(try bench.intend(.reload, [target]) != first)
  }

  @Test func aResultOfAnotherOperationSaysNothing() throws {
    let directory = try TemporaryDirectory()
    let bench = try Self.bench(in: directory, Self.reload)
    _ = try bench.emit()
    let target = try bench.planned("billing")
    let id = try bench.intend(.reload, [target])[0]
    let other = Identifier(Array(repeating: 9, count: 16))
    #expect(try bench.record(.reload, target, other, "passed") == [.alreadySo])
    #expect(try bench.roll("a").map(\.level) == [.emitted])
    try bench.record(.reload, target, id, "passed")
    #expect(try bench.record(.reload, target, id, "exit-1") == [.alreadySo])
    #expect(try bench.roll("a").map(\.level) == [.applied])
  }

  @Test func aCommandThatDeliversIsAnEmission() throws {
    let directory = try TemporaryDirectory()
    let bench = try Bench(in: directory)
    try bench.create()
    try bench.set("a", "one")
    try bench.add("vault", .command(["/usr/bin/put", "-"], dialect: "json"))
    try bench.connect("vault", "a")
    let target = try bench.planned("vault")
    #expect(target.target.command == ["/usr/bin/put", "-"] && target.target.kind == .command)
    try bench.run(.deliver, target, "exit-2")
    #expect(try bench.roll("a").map(\.failure) == ["deliver exit-2"])
    try bench.run(.deliver, try bench.planned("vault"))
    #expect(try bench.roll("a").map(\.level) == [.emitted])
    _ = try bench.rotate("a", "two")
    #expect(
      try bench.run(.deliver, try bench.planned("vault")) == [.promoted(key: "a", version: 2)])
  }

  @Test func commandsOfATargetAreKeptWithIt() throws {
    let directory = try TemporaryDirectory()
    let bench = try Self.bench(
      in: directory, TargetCommands(reload: ["/bin/r", ""], verify: ["/bin/v"], timeout: 99_999))
    let target = try bench.planned("billing").target
    #expect(target.reload == ["/bin/r", ""] && target.verify == ["/bin/v"])
    #expect(target.timeout == 3600)
  }

  @Test func whatWasSeenLowersOrProves() throws {
    let directory = try TemporaryDirectory()
    let bench = try Self.bench(in: directory, Self.reload)
    _ = try bench.emit()
    try bench.run(.reload, try bench.planned("billing"))
    let selection = try bench.planned("billing").selection
    let version = selection.versions[0]
    let drift = ObservationReport.drift(
      tool: selection.tool, target: selection.target, key: version.key, version: version.version,
      level: .pending, cause: .edited)
    #expect(try bench.change(.observe([drift])).isEmpty)
    #expect(try bench.roll("a").map(\.level) == [.pending])
    #expect(try bench.change(.observe([drift])) == [.alreadySo])
    let seen = ObservationReport.seen(
      tool: selection.tool, key: version.key, version: version.version)
    // A process that started before proves nothing of the file that was edited since.
    #expect(try bench.change(.observe([seen])) == [.alreadySo])
    _ = try bench.emit()
    try bench.change(.observe([seen]))
    #expect(try bench.roll("a").map(\.evidence) == [.process])
  }
}
