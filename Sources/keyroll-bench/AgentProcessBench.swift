import Agent
import Platform
import Vault

/// Whole processes that ask an agent, beside the smallest process there is and beside other
/// programs that keep secrets.
struct AgentProcessBench {
  let workspace: String
  let program: String
  /// A static Swift program that prints a line.
  let smallest: String
  let vault: BenchVault

  private static let rounds = 7
  private static let starts = 60
  private static let mostBytes = 12_000_000

  func measure(_ report: inout Report) throws {
    try measureSize(&report)
    try addTool()
    let runtime = "\(workspace)/run"
    try FileSystem.makeDirectories(runtime, mode: 0o700)
    let agent = try BenchAgent(program, vault, runtime: runtime)
    defer { try? agent.end() }
    let get = [program, "get", vault.name(3), "--vault", vault.path]
    let times = try Programs.times(
      of: [
        [smallest], [program, "version"], get, ["/bin/true"],
        [program, "run", "bench", "--vault", vault.path, "--", "/bin/true"],
      ], agent.environment, rounds: Self.rounds, times: Self.starts)
    let floor = times[0]
    demand("keyroll version", times[1], floor, most: 13, &report)
    demand("keyroll get through the agent", times[2], floor, most: 20, &report)
    demand("keyroll run through the agent adds", times[4] - times[3], floor, most: 20, &report)
    try measurePeers(get, agent.environment, &report)
  }

  /// - Parameter most: tenths of the floor.
  private func demand(
    _ what: String, _ time: Int64, _ floor: Int64, most: Int64, _ report: inout Report
  ) {
    report.demand(
      what,
      "\(Figure.time(time)), \(Figure.ratio(time, to: floor)) of a static Swift program that prints "
        + "a line: at most \(most / 10).\(most % 10)x",
      isMet: time * 10 <= floor * most)
  }

  private func measureSize(_ report: inout Report) throws {
    guard Programs.isThere("strip") else {
      return report.figure("the program", "skipped, there is no strip")
    }
    try Programs.run("strip", ["-o", "\(workspace)/stripped", program])
    let size = try FileSystem.status("\(workspace)/stripped").size
    report.demand(
      "the program, stripped", "\(size) bytes: at most \(Self.mostBytes)",
      isMet: size <= Self.mostBytes)
  }

  private func addTool() throws {
    let service = try vault.service()
    let tool = try ToolName("bench")
    _ = try service.answer(
      .change(.addTool(AddTool(tool: tool, attributes: Attributes(), target: nil, like: nil))))
    _ = try service.answer(
      .change(.connect(Connect(tool: tool, keys: [vault.name(3)], variable: "BENCH"))))
  }

  private func measurePeers(
    _ get: [String], _ environment: [(name: String, value: String)], _ report: inout Report
  ) throws {
    let isDemanded = ProcessEnvironment.value("KEYROLL_REQUIRE_PEERS") == "1"
    for peer in [try PeerStore.pass(in: workspace), try PeerStore.age(in: workspace)] {
      guard let command = peer.command else {
        report.line("       get and \(peer.name): skipped, there is no \(peer.name)")
        if isDemanded { report.demand("get beside \(peer.name)", "not measured", isMet: false) }
        continue
      }
      let times = try Programs.times(
        of: [command, get], environment + peer.environment, rounds: 5, times: 10)
      report.demand(
        "get beside \(peer.name)",
        "\(Figure.time(times[1])), \(peer.name) \(Figure.time(times[0])): "
          + "\(Figure.ratio(times[0], to: times[1])), at least \(peer.least / 10).\(peer.least % 10)x",
        isMet: times[0] * 10 >= times[1] * peer.least)
      try peer.end()
    }
  }
}
