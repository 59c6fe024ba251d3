import Foundation
import TestSupport
import Testing

/// An agent that is killed at any moment, under clients that write, loses nothing that it had
/// acknowledged: the vault opens, and another agent starts. `KEYROLL_LONG_TESTS=1` kills two
/// hundred of them, else twenty.
@Suite(.serialized, .peer("python3"), .timeLimit(.minutes(30)))
struct AgentKillTests {
  private static let runs =
    ProcessInfo.processInfo.environment["KEYROLL_LONG_TESTS"] == "1" ? 200 : 20
  /// Seconds from the first write to the latest kill.
  private static let longest = 0.2

  private let stage: AgentStage

  init() throws { stage = try AgentStage() }

  private struct Written: Decodable {
    let acknowledged: [String: String]
    let underWay: [String: String]
  }

  /// Writers that an agent is ended under, with a signal, after so many seconds of writing.
  private func write(_ run: Int, until signal: Int32, after delay: Double) throws -> Written {
    let process = try stage.agent()
    let socket = try stage.stage.must("printf %s run/keyroll/*.sock")
    let writers = stage.stage.process([
      "python3", "-B", repositoryRoot + "/Tests/EndToEndTests/Readers/soak_agent.py", "write",
      stage.path(socket), "run\(run)",
    ])
    let output = Pipe()
    writers.standardOutput = output
    try writers.run()
    // A line when the writers are about to begin, and one at their end.
    #expect(!output.fileHandleForReading.availableData.isEmpty)
    Thread.sleep(forTimeInterval: delay)
    #expect(kill(process, signal) == 0)
    #expect(stage.awaitEnd(of: process, seconds: 30))
    let rest = try output.fileHandleForReading.readToEnd() ?? Data()
    let text = rest.split(separator: UInt8(ascii: "\n")).last ?? Data()
    writers.waitUntilExit()
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Written.self, from: text)
  }

  private func keepsWhatWasAcknowledged(
    _ signal: Int32, runs: Int, seed: UInt64, notBefore: Double = 0, start: () throws -> Void
  ) throws {
    try stage.makeVault()
    var random = SeededGenerator(seed: seed)
    var written: [Written] = []
    for run in 0..<runs {
      try start()
      let delay = notBefore + Double.random(in: 0...Self.longest, using: &random)
      written.append(try write(run, until: signal, after: delay))
    }
    // Kills that all came too early, or found nobody at work, would show nothing.
    #expect(written.contains { !$0.acknowledged.isEmpty })
    #expect(written.contains { !$0.underWay.isEmpty })
    let lost = try lost(written)
    #expect(lost.isEmpty, "\(lost)")
    try stage.unlock()
    #expect(try stage.stage.must("keyroll get k") == "value\n")
  }

  /// Keys that are not as they must be: what was acknowledged is there, and of the other changes each
  /// is there or not, never a part of it.
  private func lost(_ written: [Written]) throws -> [String] {
    let found = try stage.valuesWithoutAgent()
    var allowed: [String: Set<String>] = ["k": ["value"]]
    for all in written {
      for (name, value) in all.acknowledged { allowed[name, default: []].insert(value) }
      for (name, value) in all.underWay { allowed[name, default: []].insert(value) }
    }
    let wrong = found.filter { allowed[$0.key]?.contains($0.value) != true }.keys
    let gone = written.flatMap(\.acknowledged.keys).filter { found[$0] == nil }
    return (wrong + gone).sorted()
  }

  @Test func aLostAcknowledgementIsNoticed() throws {
    try stage.makeVault()
    try stage.stage.must("printf half | keyroll --key-file kf set partly --stdin")
    let pretended = Written(acknowledged: ["never": "x"], underWay: ["partly": "whole"])
    #expect(try lost([pretended]) == ["never", "partly"])
  }

  @Test func aKilledAgentLosesNothingAcknowledged() throws {
    try keepsWhatWasAcknowledged(SIGKILL, runs: Self.runs, seed: 31) { try stage.unlock() }
  }

  @Test func anEndedAgentLosesNothingAcknowledged() throws {
    try keepsWhatWasAcknowledged(SIGTERM, runs: Self.runs / 4, seed: 32) { try stage.unlock() }
  }

  /// Writing takes so long here that a kill mostly finds the agent at it.
  @Test(.peer("strace")) func noReplyComesBeforeTheWrite() throws {
    try keepsWhatWasAcknowledged(SIGKILL, runs: Self.runs / 4, seed: 33, notBefore: 0.3) {
      let agent = stage.stage.process([
        "strace", "-f", "-o", "/dev/null", "-e", "trace=pwrite64,fsync,fdatasync", "-e",
        "inject=pwrite64,fsync,fdatasync:delay_enter=30000", stage.stage.program, "agent", "run",
        "--key-file", "kf",
      ])
      try agent.run()
      try stage.awaitAgent()
    }
  }
}
