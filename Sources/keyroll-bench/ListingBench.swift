import Agent
import Platform

/// `list`, which has to read the whole state.
struct ListingBench {
  let vault: BenchVault

  func measure(_ report: inout Report) throws {
    let floor = try Floor.opening(try vault.size())
    var count = 0
    let time = try Stopwatch.best(of: 2) {
      guard case .keys(let keys) = try vault.service().answer(.query(.keys(KeyFilter()))) else {
        return
      }
      count = keys.count
    }
    report.figure(
      "list of \(count) keys",
      "\(Figure.time(time)), \(Figure.ratio(time, to: floor)) of opening as many bytes as the vault"
    )
  }
}
