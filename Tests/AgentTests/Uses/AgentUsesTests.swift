import Agent
import Foundation
import Platform
import TestSupport
import Testing
import Vault

/// Uses in a process that stays: summed in memory, and written behind the answers.
@Suite struct AgentUsesTests {
  @Test func usesStayInMemoryUntilTheyAreSettled() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let agent = try bench.process(inAgent: true)
    #expect(agent.isSettled)
    for _ in 0..<100 { _ = try agent.read("a") }
    #expect(!agent.isSettled && !bench.exists(bench.journal))
    #expect(try agent.reads(of: "a") == 100)
    agent.settle()
    #expect(agent.isSettled && bench.exists(bench.journal))
    #expect(try FileSystem.status(bench.journal).size < 400)
    #expect(try agent.reads(of: "a") == 100)
    #expect(try bench.process().reads(of: "a") == 100)
    #expect(try agent.usesInLog().isEmpty)
  }

  @Test func theyGoAlongWithAGroupAndNotBefore() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let agent = try bench.process(inAgent: true)
    _ = try agent.read("a")
    agent.settle()
    _ = try agent.read("a")
    agent.beginGroup()
    try agent.endGroup()
    #expect(try agent.usesInLog().isEmpty)
    agent.beginGroup()
    try agent.write()
    _ = try agent.read("a")
    try agent.endGroup()
    #expect(agent.isSettled && !bench.exists(bench.journal))
    #expect(try bench.process().usesInLog().reduce(0) { $0 + $1.count } == 3)
    #expect(try bench.process().reads(of: "a") == 3)
  }

  @Test func aFailedGroupLosesNoUse() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let agent = try bench.process(inAgent: true)
    _ = try agent.read("a")
    agent.settle()
    _ = try agent.read("a")
    let other = try OwnedFile.open(bench.bench.vaultPath, .readWrite)
    #expect(try other.lock(exclusive: true, wait: false))
    #expect(throws: ServiceError.self) { try agent.joinUses() }
    #expect(try agent.reads(of: "a") == 2)
    try other.unlock()
    agent.settle()
    #expect(try bench.process().reads(of: "a") == 2)
    try agent.joinUses()
    #expect(try bench.process().usesInLog().reduce(0) { $0 + $1.count } == 2)
  }

  @Test func lockingJoinsThem() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let agent = try bench.process(inAgent: true)
    _ = try agent.read("a")
    try agent.environment("crm", .run)
    try agent.joinUses()
    agent.close()
    #expect(try bench.process().usesInLog().map(\.kind) == [.read, .run])
    #expect(!bench.exists(bench.journal))
  }

  @Test func usesJoinWhenTheyAreADayOld() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let agent = try bench.process(inAgent: true)
    _ = try agent.read("a")
    agent.settle()
    bench.clock.advance(UseBench.day - 3_600_000)
    agent.settle()
    #expect(try bench.process().usesInLog().isEmpty)
    bench.clock.advance(3_600_000)
    agent.settle()
    #expect(try bench.process().usesInLog().map(\.count) == [1])
  }

  @Test func denialsAreUsesOfNobodysTool() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let agent = try bench.process(inAgent: true)
    for (user, tool) in [(UInt32(7), "crm"), (7, "crm"), (8, "crm"), (7, "nothing")] {
      do {
        _ = try agent.toolEnvironment(
          ToolEnvironmentRequest(tool: try ToolName(tool)), forUser: user)
        Issue.record("gave somebody a tool's variables")
      } catch ServiceError.denied {}
    }
    agent.noteDenial(forUser: 9)
    let expected = UseSum(count: 3, lastAt: bench.clock.now, kind: .denied)
    #expect(try agent.tool("crm").denials == expected)
    #expect(try agent.tool("crm").lastUse == nil)
    try agent.joinUses()
    #expect(try agent.tool("crm").denials == expected)
    let log = try bench.process().usesInLog()
    #expect(log.map(\.by) == ["uid 7", "uid 9", "uid 7", "uid 8"])
    #expect(log.map(\.count) == [1, 1, 2, 1])
    #expect(try bench.process().usesInLog(of: "crm").map(\.count) == [2, 1])
  }

  @Test func aFloodOfDenialsGrowsNothing() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let agent = try bench.process(inAgent: true)
    func flood() {
      for user in 0..<5_000 { agent.noteDenial(forUser: UInt32(user)) }
      agent.settle()
    }
    flood()
    let size = try FileSystem.status(bench.journal).size
    for _ in 0..<20 { flood() }
    #expect(try FileSystem.status(bench.journal).size < max(2 * size, 80_000))
    try agent.joinUses()
    let log = try agent.usesInLog()
    #expect(log.count <= UseTable.denialLimit + 1)
    #expect(log.reduce(0) { $0 + $1.count } == 21 * 5_000)
  }

  @Test func whatAToolGotSaysWho() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let agent = try bench.process(inAgent: true)
    _ = try agent.answer(
      .change(.editTool(try ToolName("crm"), attributes: Attributes([("user", ["1002"])]))))
    _ = try agent.toolEnvironment(ToolEnvironmentRequest(), forUser: 1002)
    #expect(try agent.tool("crm").lastUse?.kind == .run)
    #expect(try agent.roll(ofKey: "b").lines.first?.lastUse?.count == 1)
    try agent.joinUses()
    #expect(try agent.usesInLog(of: "crm").map(\.by) == ["uid 1002"])
  }
}
