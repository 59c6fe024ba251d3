import Agent

/// What it costs to add keys, from one checkpoint to the next.
struct SetCosts {
  /// No sane policy lets so many small transactions pass without a checkpoint.
  private static let patience = 50_000

  private(set) var sets = 0
  /// Passed to write calls, the checkpoint included.
  private(set) var bytes = 0
  /// Of the call that wrote the checkpoint.
  private(set) var checkpointTime: Int64 = 0
  private(set) var checkpointBytes = 0
  /// Most bytes in the file after a checkpoint.
  private(set) var longestTail = 0
  private var times: [Int64] = []
  private var writes: [Int64] = []
  private var growths: [Int64] = []

  /// Of a call that writes no checkpoint while the tail is long, in nanoseconds.
  var time: Int64 { times.median }
  /// That such a call passes to write calls.
  var plainBytes: Int { Int(writes.median) }
  /// By which it lets the vault grow: its frame.
  var frameBytes: Int { Int(growths.median) }
  var bytesPerSet: Int { bytes / max(sets, 1) }

  /// Adds keys until a checkpoint has been written.
  /// - Parameters:
  ///   - add: adds a key of that name; the second argument tells whether the tail is long by now.
  ///   - nearlyDue: called once with the number of keys, when the tail has grown to nineteen
  ///     twentieths of `limit`.
  init(
    _ vault: BenchVault, named prefix: String, limit: Int,
    nearlyDue: (_ sets: Int) throws -> Void = { _ in },
    add: (_ name: String, _ isLong: Bool) throws -> Void
  ) throws {
    let start = try vault.size()
    var isNearlyDue = false
    while sets < Self.patience {
      let isLong = longestTail > limit / 20 * 18
      let before = (size: try vault.size(), written: try Counters.written())
      let time = try Stopwatch.time { try add("\(prefix)/extra-\(sets)", isLong) }.nanoseconds
      let written = try Counters.written() - before.written
      let size = try vault.size()
      sets += 1
      bytes += written
      guard written < 8 * (writes.first.map(Int.init) ?? written) else {
        checkpointTime = time
        checkpointBytes = size - before.size
        return
      }
      if isLong { times.append(time) }
      writes.append(Int64(written))
      growths.append(Int64(size - before.size))
      longestTail = size - start
      if !isNearlyDue, longestTail > limit / 20 * 19 {
        isNearlyDue = true
        try nearlyDue(sets)
      }
    }
    throw BenchFailure.noCheckpoint
  }
}
