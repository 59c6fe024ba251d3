import Platform

/// Everything that is measured, in one run on one machine.
struct Benchmark {
  /// Keys of the large vault; the small one has one.
  let keys: Int

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
    let small = try BenchVault(in: workspace.directory("small"), keys: 1)
    let directory = try workspace.directory("large")
    let (large, setup) = try Stopwatch.time { try BenchVault(in: directory, keys: keys) }
    report.line("\(keys) keys made in \(Figure.time(setup))")
    let reading = ReadingBench(small: small, large: large)
    try reading.measure(&report)
    try ListingBench(vault: large).measure(&report)
    try WritingBench(small: small, large: large, reading: reading).measure(&report)
    try ProcessBench(workspace: workspace.path, vaults: [small, large]).measure(&report)
  }
}
