import Agent
import ByteCoding
import Foundation
import TestSupport
import Testing
import Vault

/// The notes of uses, as a program in another language reads and writes them that was made from the
/// specification alone.
@Suite(.peer("python3", module: "nacl"), .timeLimit(.minutes(5)))
struct UseReaderTests {
  private struct Journal: Decodable {
    struct Line: Decodable, Equatable {
      let tool, key, by: String?
      let kind: String
      let count: UInt64
      let first, last: Int64
    }
    let uses: [Line]
    let dropped: Int
    let joined: [Bool]
  }

  private static let script = repositoryRoot + "/Tests/EndToEndTests/Readers/keyroll_uses.py"

  private static func run(_ arguments: String...) throws -> ProgramResult {
    let result = try runProgram("python3", ["-B", script] + arguments)
    try #require(result.status == 0, "\(result.errorText)")
    return result
  }

  private func read(_ journal: String, of bench: UseBench) throws -> Journal {
    let result = try Self.run("read", bench.bench.vaultPath, try bench.keyFile(), journal)
    return try JSONDecoder().decode(Journal.self, from: Data(result.output))
  }

  @Test func readsWhatWasNotedHere() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let agent = try bench.process(inAgent: true)
    for _ in 0..<3 { _ = try agent.read("a") }
    bench.clock.advance(50)
    try agent.environment("crm", .run)
    agent.noteDenial(forUser: 1002)
    agent.settle()
    _ = try bench.process().read("a")

    let (a, b) = (try bench.bench.view("a").id.hex, try bench.bench.view("b").id.hex)
    let (crm, now) = (try agent.tool("crm").id.hex, bench.clock.now)
    func line(
      _ tool: String?, _ key: String?, _ kind: String, _ count: UInt64 = 1, since: Int64 = 0,
      by: String? = nil
    ) -> Journal.Line {
      Journal.Line(
        tool: tool, key: key, by: by, kind: kind, count: count, first: now - since, last: now)
    }
    let journal = try read(bench.journal, of: bench)
    #expect(
      journal.uses == [
        line(nil, nil, "denied", by: "uid 1002"), line(nil, a, "read", 4, since: 50),
        line(crm, nil, "run"), line(crm, b, "run"),
      ])
    #expect(journal.dropped == 0 && journal.joined == [false])
  }

  @Test func knowsTheTransactionThatTheNotesBecame() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let service = try bench.process()
    _ = try service.read("a")
    let aside = directory.path("aside")
    try Data(contentsOf: URL(filePath: bench.journal)).write(to: URL(filePath: aside))
    #expect(try read(aside, of: bench).joined == [false])
    try service.write()
    #expect(try read(aside, of: bench).joined == [true])
  }

  @Test func manyNotesAreSeveralTransactions() throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let (service, key) = (try bench.process(), try bench.bench.view("a").id.hex)
    _ = try Self.run(
      "write", bench.bench.vaultPath, try bench.keyFile(), bench.journal, "many", key)
    let aside = directory.path("aside")
    try Data(contentsOf: URL(filePath: bench.journal)).write(to: URL(filePath: aside))
    try service.write()
    #expect(try read(aside, of: bench).joined == [true, true, true])
    #expect(try service.usesInLog().count == 2_501)
    #expect(try service.reads(of: "a") == 2_503)
  }

  /// One thing wrong or unusual in each.
  @Test func readsWhatAnotherProgramNoted() throws {
    let cases = try Self.run("cases").outputText.split(separator: "\n").map(String.init)
    #expect(cases.count > 20)
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    let (service, key) = (try bench.process(), try bench.bench.view("a").id.hex)
    for name in cases {
      let result = try Self.run(
        "write", bench.bench.vaultPath, try bench.keyFile(), bench.journal, name, key)
      let expected = UInt64(result.outputText.trimmingCharacters(in: .newlines))
      #expect(try service.reads(of: "a") == expected, "\(name)")
    }
  }
}
