import Agent

/// `get` by a command of its own: opening, one value, and letting go.
struct ReadingBench {
  let small: BenchVault
  let large: BenchVault
  private static let rounds = 11
  /// Promised for small vaults, where a fixed cost is larger than any ratio.
  private static let allowance: Int64 = 100_000_000

  func measure(_ report: inout Report) throws {
    let time = try Self.get(from: small)
    report.figure("get of 1 key", "\(Figure.time(time)), vault \(Figure.bytes(try small.size()))")
    let size = try large.size()
    let floor = try Floor.opening(size)
    let most = try Self.get(from: large)
    report.demand(
      "get of \(large.keys) keys",
      "\(Figure.time(most)), vault \(Figure.bytes(size)); libsodium opens as much in "
        + "\(Figure.time(floor)): \(Figure.ratio(most, to: floor)), at most 5x or 100 ms",
      isMet: most <= max(5 * floor, Self.allowance))
  }

  /// To be asked while the transactions after the checkpoint are as many as they get.
  func measureLongestTail(of transactions: Int, _ report: inout Report) throws {
    let size = try large.size()
    let floor = try Floor.opening(size)
    let time = try Self.get(from: large)
    report.demand(
      "get at the longest tail",
      "\(Figure.time(time)), \(transactions) transactions; libsodium opens as much as the vault in "
        + "\(Figure.time(floor)): \(Figure.ratio(time, to: floor)), at most 5x or 100 ms",
      isMet: time <= max(5 * floor, Self.allowance))
  }

  /// Another key each time, so that no page is luckily near.
  private static func get(from vault: BenchVault) throws -> Int64 {
    var number = 0
    return try Stopwatch.best(of: rounds) {
      let service = try vault.service()
      guard try service.valueLength(vault.name(number)) == Filling.value.count else {
        throw BenchFailure.program("get")
      }
      number += 1
    }
  }
}
