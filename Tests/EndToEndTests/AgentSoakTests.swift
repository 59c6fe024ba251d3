import Foundation
import TestSupport
import Testing

/// Thirty-two clients at once, good ones and hostile ones, on one agent: it lives, it grows by
/// nothing, and the good ones notice nothing. `KEYROLL_LONG_TESTS=1` keeps them at it for ten
/// minutes, else for eight seconds.
@Suite(.serialized, .peer("python3"), .timeLimit(.minutes(30)))
struct AgentSoakTests {
  private static let isLong = ProcessInfo.processInfo.environment["KEYROLL_LONG_TESTS"] == "1"
  static let seconds = isLong ? 600 : 8

  private struct Outcome: Decodable {
    let clients: Int
    let answered: Int
    let newcomers: Int
    let acknowledged: Int
    let garbage: Int
    let silent: Int
    let halfOpen: Int
    let killed: Int
    let storm: Int
    let slow: Int
    let failures: [String]
    let rssFirst: Double
    let rssLast: Double
    let descriptorsFirst: Int?
    let descriptorsLast: Int?
  }

  private let stage: AgentStage

  init() throws { stage = try AgentStage() }

  private func soak(_ process: Int32) throws -> Outcome {
    let text = try stage.stage.must(
      """
      python3 -B \(repositoryRoot)/Tests/EndToEndTests/Readers/soak_agent.py \
        soak run/keyroll/*.sock \(Self.seconds) values.json
      """)
    print("soak of \(Self.seconds) s:", text)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Outcome.self, from: Data(text.utf8))
  }

  @Test func theAgentLivesAndLosesNothing() throws {
    try stage.makeVault()
    try stage.unlock("--ttl 1h")
    let process = try stage.agent()
    let outcome = try soak(process)

    // All of them were at work, or their being there shows nothing.
    #expect(outcome.clients == 32)
    for count in [
      outcome.answered, outcome.newcomers, outcome.acknowledged, outcome.garbage, outcome.silent,
      outcome.halfOpen, outcome.killed, outcome.storm, outcome.slow,
    ] {
      #expect(count > 0)
    }
    // Good clients: a refusal, an end, a wait of 45 seconds or a wrong value is a failure.
    #expect(outcome.failures.isEmpty, "\(outcome.failures)")

    #expect(try stage.agent() == process)
    #expect(try stage.stage.must("keyroll get k") == "value\n")
    #expect(outcome.descriptorsFirst == outcome.descriptorsLast)
    // The allocator needs its time to have seen the worst of everything.
    let growth = Self.isLong ? 1.05 : 1.25
    #expect(outcome.rssLast < outcome.rssFirst * growth)

    let values = try acknowledged()
    #expect(!values.isEmpty)
    #expect(try stage.lost(values).isEmpty)
  }

  @Test func aLostValueIsNoticed() throws {
    try stage.makeVault()
    #expect(try stage.lost(["k": "value", "never": "stored"]) == ["never"])
    #expect(try stage.lost(["k": "other"]) == ["k"])
  }

  private func acknowledged() throws -> [String: String] {
    let text = try String(contentsOfFile: stage.path("values.json"), encoding: .utf8)
    return try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
  }
}

extension AgentStage {
  private struct Export: Decodable {
    struct Key: Decodable {
      struct Name: Decodable { let name: String }
      struct Version: Decodable {
        let number: Int
        let fields: [String: String]
      }
      let key: Name
      let values: [Version]
    }
    let keys: [Key]
  }

  /// The current values of all keys, as the ledger has them for who opens it without an agent.
  func valuesWithoutAgent() throws -> [String: String] {
    let text = try stage.must("keyroll --no-agent --key-file kf export --all 2>export.log")
    let export = try JSONDecoder().decode(Export.self, from: Data(text.utf8))
    let current = export.keys.compactMap { entry in
      entry.values.max { $0.number < $1.number }?.fields["value"].map { (entry.key.name, $0) }
    }
    return Dictionary(uniqueKeysWithValues: current)
  }

  /// Keys that have another value, or none.
  func lost(_ values: [String: String]) throws -> [String] {
    let found = try valuesWithoutAgent()
    return values.filter { found[$0.key] != $0.value }.keys.sorted()
  }
}
