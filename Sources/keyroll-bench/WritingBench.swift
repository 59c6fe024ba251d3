import Agent
import Ledger

/// `set`: what it writes and how long it takes, over whole periods between checkpoints.
///
/// A checkpoint is due when the tail exceeds an eighth of the pages of the last one (or 256 KiB), and
/// writes all pages anew. So each byte of a frame is written once as such and pays for eight bytes of
/// pages, plus what the state has grown by: less than ten times its frame, however large the vault.
struct WritingBench {
  let small: BenchVault
  let large: BenchVault
  let reading: ReadingBench
  private static let smallestTail = 256 << 10
  private static let mostFrames = 10

  func measure(_ report: inout Report) throws {
    let few = try measureSmall(&report)
    try Counters.forgetPeak()
    let service = try large.service()
    var filling = try large.filling()
    let many = try SetCosts(
      large, named: "large", limit: limit(after: large.checkpointBytes),
      nearlyDue: { try reading.measureLongestTail(of: $0, &report) },
      add: { name, isLong in
        // The same bytes, so that thousands of them need not wait for the medium.
        if isLong { try service.set(name) } else { try filling.add(name) }
      })
    let peak = try Counters.peakMemory()
    try judge(many, "set into \(large.keys) keys", after: large.checkpointBytes, in: large, &report)
    report.figure(
      "checkpoint of \(large.keys) keys",
      "\(Figure.time(many.checkpointTime)), \(Figure.bytes(many.checkpointBytes)), "
        + "at most \(Figure.bytes(peak)) of memory")
    report.demand(
      "set costs the same in both",
      "\(many.plainBytes) and \(few.plainBytes) bytes, \(Figure.time(many.time)) and "
        + "\(Figure.time(few.time)): at most 1.25x the bytes, 2x the time",
      isMet: many.plainBytes * 4 <= few.plainBytes * 5 && many.time <= 2 * few.time)
  }

  /// The second period is written by a service of its own for each key, as commands do it.
  private func measureSmall(_ report: inout Report) throws -> SetCosts {
    let service = try small.service()
    let first = try SetCosts(
      small, named: "first", limit: limit(after: small.checkpointBytes),
      add: { name, _ in try service.set(name) })
    try judge(first, "set into 1 key", after: small.checkpointBytes, in: small, &report)
    let second = try SetCosts(
      small, named: "second", limit: limit(after: first.checkpointBytes),
      add: { name, _ in try small.service().set(name) })
    try judge(second, "set by single commands", after: first.checkpointBytes, in: small, &report)
    return first
  }

  private func limit(after checkpoint: Int) -> Int { max(Self.smallestTail, checkpoint / 8) }

  private func judge(
    _ costs: SetCosts, _ what: String, after checkpoint: Int, in vault: BenchVault,
    _ report: inout Report
  ) throws {
    let most = Self.mostFrames * costs.plainBytes
    report.demand(
      what,
      "\(costs.bytesPerSet) bytes each over \(costs.sets) and a checkpoint, "
        + "\(costs.plainBytes) without: at most \(Self.mostFrames)x",
      isMet: costs.bytesPerSet <= most)
    let limit = limit(after: checkpoint)
    let isDue = try vault.ledger().checkpointIsDue
    report.demand(
      "\(what), tail", "\(Figure.bytes(costs.longestTail)), at most \(Figure.bytes(limit))",
      isMet: costs.longestTail <= limit && !isDue)
    let floor = try Floor.append(costs.frameBytes, at: "\(vault.path)-floor")
    report.figure(
      "\(what), time",
      "\(Figure.time(costs.time)), \(Figure.ratio(costs.time, to: floor)) of an fsynced append of "
        + "\(costs.frameBytes) bytes")
  }
}
