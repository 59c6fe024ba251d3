import Platform

/// Everything that is measured, in one run on one machine.
struct Benchmark {
  enum Part: String, CaseIterable {
    case open, read, list, write, agent, process, emission
  }

  /// Keys of the large vault; the small one has one.
  private var keys = 100_000
  private var parts = Part.allCases
  /// Tools that one emission brings a value to.
  private static let tools = 1000

  /// Nil when the words are none of ours.
  init?(_ words: [String]) {
    var rest = words[...]
    var named: [Part] = []
    while let word = rest.popFirst() {
      if word == "--quick" {
        keys = 10_000
      } else if word == "--keys", let number = rest.popFirst().flatMap({ Int($0) }), number > 0 {
        keys = number
      } else if let part = Part(rawValue: word) {
        named.append(part)
      } else {
        return nil
      }
    }
    if !named.isEmpty { parts = named }
  }

  /// Whether every demand was met.
  func run() -> Bool {
    var report = Report()
    do {
      let workspace = try Workspace()
      try measure(in: workspace, &report)
    } catch {
      report.line("stopped: \(error)")
      return false
    }
    return report.finish()
  }

  private func measure(in workspace: borrowing Workspace, _ report: inout Report) throws {
    MachineLine.write(to: &report)
    if parts.contains(.emission) {
      try EmissionBench(workspace: workspace.path, tools: Self.tools).measure(&report)
    }
    guard parts != [.emission] else { return }
    let small = try BenchVault(in: workspace.directory("small"), keys: 1)
    let few = try BenchVault(in: workspace.directory("few"), keys: 10)
    let directory = try workspace.directory("large")
    let (large, setup) = try Stopwatch.time { try BenchVault(in: directory, keys: keys) }
    report.line("\(keys) keys made in \(Figure.time(setup))")
    let reading = ReadingBench(small: small, large: large)
    for part in parts {
      switch part {
      case .open: try OpenReadingBench(few: few, many: large).measure(&report)
      case .read: try reading.measure(&report)
      case .list: try ListingBench(vault: large).measure(&report)
      case .write: try WritingBench(small: small, large: large, reading: reading).measure(&report)
      case .agent:
        guard let program = ProcessBench.program else { continue }
        try AgentBench(workspace: workspace.path, program: program, few: few, many: large)
          .measure(&report)
      case .process:
        try ProcessBench(workspace: workspace.path, vaults: [small, large]).measure(&report)
      case .emission: break
      }
    }
  }
}
