import Foundation
import TestSupport
import Testing

/// Uses by real processes.
@Suite struct UsesTests {
  private func reads(_ stage: Stage, _ options: String = "--key-file kf") throws -> Int {
    let text = try stage.must("keyroll where k --json \(options)")
    let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    return (document?["read"] as? [String: Any])?["count"] as? Int ?? 0
  }

  /// Readers add while writers take what there is into the ledger.
  @Test func processesAtOnceLoseAndRepeatNoUse() throws {
    let home = try TemporaryDirectory()
    let stage = try Stage(home: home.path)
    try stage.makeVault()
    try stage.must("printf value | keyroll set k --stdin --key-file kf")
    let output = try stage.must(
      """
      for reader in 1 2 3 4 5 6; do
        (for turn in 1 2 3 4 5 6 7; do keyroll get k --key-file kf; done) &
      done
      for turn in 1 2 3 4 5 6; do keyroll edit k --owner "$turn" --key-file kf -q; done
      wait
      """)
    #expect(output == String(repeating: "value\n", count: 42))
    #expect(try reads(stage) == 42)
    try stage.must("keyroll edit k --owner last --key-file kf")
    #expect(try reads(stage) == 42)
    let log = try stage.must("keyroll log k --json --key-file kf")
    let entries = try JSONSerialization.jsonObject(with: Data(log.utf8)) as? [String: Any]
    let uses = (entries?["log"] as? [[String: Any]] ?? []).compactMap {
      $0["use"] as? [String: Any]
    }
    #expect(uses.reduce(0) { $0 + ($1["count"] as? Int ?? 0) } == 42)
  }

  @Test func whatAnAgentGaveIsInTheLedgerOnceItIsLocked() throws {
    let stage = try AgentStage()
    try stage.makeVault()
    try stage.unlock()
    for _ in 0..<3 { try stage.stage.must("keyroll get k") }
    #expect(try reads(stage.stage, "") == 3)
    try stage.stage.must("keyroll lock")
    let log = try stage.run("keyroll log k --limit 1 --key-file kf")
    #expect(log.output.contains("read 3 times, last "), "\(log.output)")
    #expect(try reads(stage.stage) == 3)
  }

  @Test func aStrictVaultRecordsWhatAnAgentGivesFirst() throws {
    let stage = try AgentStage()
    try stage.makeVault()
    try stage.stage.must("keyroll config set audit strict --key-file kf")
    try stage.unlock()
    for number in 1...2 {
      try stage.stage.must("keyroll get k")
      let log = try stage.stage.must("keyroll --no-agent log k --key-file kf")
      #expect(log.components(separatedBy: "read once").count == number + 1, "\(log)")
    }
  }
}
