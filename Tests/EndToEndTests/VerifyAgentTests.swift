import TestSupport
import Testing

/// What an agent says of files and processes is what a command finds that opens the vault itself.
@Suite struct VerifyAgentTests {
  private let stage: AgentStage

  init() throws { stage = try AgentStage() }

  /// With the agent and without it. How many processes there are changes in between, so that
  /// nothing that tells may be compared.
  private func both(_ command: String) throws -> (output: String, status: Int32) {
    let with = try stage.run("keyroll \(command)")
    let without = try stage.run("keyroll --no-agent --key-file kf \(command)")
    #expect(with.output == without.output && with.status == without.status, "\(with.output)")
    return with
  }

  @Test func theSameIsFoundWithAnAgent() throws {
    let value = "v" + String(UInt64.random(in: 0 ... .max), radix: 36)
    try stage.makeVault(value: value)
    try stage.unlock()
    try stage.stage.must("keyroll tool add worker --env-file \"$HOME/w.env\"")
    try stage.stage.must("keyroll connect worker k && keyroll emit -q")
    #expect(try both("verify --no-processes --dry-run").status == 0)

    let running = try RunningProgram.waiting(
      as: "billing-worker", in: stage.path(""), environment: ["K": value])
    try stage.stage.must("cp -p w.env old.env && printf second | keyroll rotate k --stdin -q")
    try stage.stage.must("mv old.env w.env")
    let found = try both("verify worker --dry-run -q")
    #expect(found.status == 21)
    #expect(found.output.contains("w.env holds K with version 1 of k, not 2"))
    #expect(
      found.output.contains(
        "process \(running.identifier) (billing-worker) still runs with version 1 of k, not 2"))
    #expect(
      try stage.run("keyroll where k --json").output.contains("\"process\":\(running.identifier)"))
    _ = try both("impact k")
    _ = try both("due")

    #expect(try stage.run("keyroll verify").status == 21)
    #expect(try stage.run("keyroll revoke k").status == 20)
    running.end()
    try stage.stage.must("keyroll emit && keyroll verify worker && keyroll revoke k")
  }

  /// The shell in which somebody looks may have the variables of a tool, which proves nothing.
  @Test func theShellOfWhoeverLooksIsNoTool() throws {
    let value = "v" + String(UInt64.random(in: 0 ... .max), radix: 36)
    try stage.makeVault(value: value)
    try stage.stage.must(
      "keyroll tool add worker --key-file kf && keyroll connect worker k --key-file kf")
    let seen = try stage.run("K=\(value) sh -c 'keyroll verify -v --key-file kf; :'")
    #expect(seen.status == 0 && seen.output.contains(" (sh) runs with version 1 of k (worker)"))
    let level = try stage.stage.must("keyroll where k --no-processes --json --key-file kf")
    #expect(!level.contains("verified"))
  }

  @Test func refusalsAreTheSameWithAnAgent() throws {
    try stage.makeVault()
    try stage.unlock()
    for line in [
      "verify nobody", "verify k --no-files --no-processes", "impact nothing", "where nothing",
      "due --within soon", "verify k --wrong", "impact", "due k",
    ] {
      #expect(try both(line).status != 0, "\(line)")
    }
  }
}
