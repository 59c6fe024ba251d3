import Agent
import Foundation
import Ledger
import TestSupport
import Testing
import Vault

/// A vault that demands that every use is in the ledger before the secret leaves.
@Suite struct StrictAuditTests {
  private func denial(_ body: () throws -> Void) -> LedgerError? {
    do { try body() } catch ServiceError.useNotRecorded(let reason) { return reason } catch {
      return nil
    }
    return nil
  }

  @Test func everyUseIsInTheLedgerAtOnce() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let service = try bench.process()
    try service.strict()
    _ = try service.read("a")
    #expect(try bench.process().usesInLog(of: "a").map(\.kind) == [.read])
    _ = try service.read("a@current")
    try service.environment("crm", .run)
    try service.environment("crm", .emit)
    #expect(try bench.process().usesInLog(of: "a").count == 2)
    #expect(try bench.process().usesInLog(of: "b").map(\.kind) == [.run, .emit])
    #expect(!bench.exists(bench.journal))
    try service.strict("summed")
    _ = try service.read("a")
    #expect(bench.exists(bench.journal))
    #expect(try service.usesInLog(of: "a").count == 2)
    #expect(try service.reads(of: "a") == 3)
  }

  @Test func aToolOfAUserIsRecordedToo() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let service = try bench.process(inAgent: true)
    try service.strict()
    _ = try service.answer(
      .change(.editTool(try ToolName("crm"), attributes: Attributes([("user", ["1002"])]))))
    _ = try service.toolEnvironment(ToolEnvironmentRequest(), forUser: 1002)
    let uses = try bench.process().usesInLog(of: "crm")
    #expect(uses.map(\.by) == ["uid 1002"] && uses.map(\.kind) == [.run])
  }

  @Test func nothingIsGivenThatCannotBeRecorded() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    try bench.process().strict()
    // A state directory that cannot be: this machine may read the vault and not write it.
    let state = directory.path("no-state")
    try Data().write(to: URL(filePath: state))
    var configuration = bench.bench.configuration
    configuration.statePath = state
    let reader = try Bench.open(configuration)
    #expect(denial { _ = try reader.read("a") } != nil)
    #expect(denial { try reader.environment("crm", .run) } != nil)
    try bench.process().strict("summed")
    #expect(try reader.read("a") == 3)
    // That the machine remembers nothing was said when the vault was opened.
    #expect(reader.takeNotes().isEmpty)
  }

  @Test func inAGroupItIsDurableWithTheGroup() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let service = try bench.process(inAgent: true)
    try service.strict()
    service.beginGroup()
    _ = try service.read("a")
    #expect(try bench.process().usesInLog().isEmpty)
    try service.endGroup()
    #expect(try bench.process().usesInLog().count == 1)
  }

  @Test func denialsAreSummedEvenSo() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let service = try bench.process(inAgent: true)
    try service.strict()
    let before = try bench.vaultBytes()
    for _ in 0..<50 {
      #expect(throws: ServiceError.self) {
        _ = try service.toolEnvironment(ToolEnvironmentRequest(), forUser: 7)
      }
    }
    #expect(try bench.vaultBytes() == before)
  }

  @Test func theSettingIsOneOfTwo() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let service = try bench.process()
    do {
      try service.strict("maybe")
      Issue.record("took another word")
    } catch ServiceError.invalidSetting(let name, let accepted) {
      #expect(name == "audit" && accepted == ["summed", "strict"])
    }
    try service.strict()
    _ = try service.answer(.change(.setting(name: "audit", values: [])))
    _ = try service.read("a")
    #expect(try service.usesInLog().isEmpty)
  }

  @Test func theSettingOutlivesACheckpoint() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    try bench.process().strict()
    let large = String(repeating: "x", count: 100_000)
    for number in 0..<6 { try bench.bench.set("large/\(number)", large) }
    _ = try bench.process().read("a")
    #expect(try bench.process().usesInLog(of: "a").count == 1)
  }
}
