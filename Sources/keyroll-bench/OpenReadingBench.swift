import Agent
import Platform
import SecretMemory
import Vault

/// `get` on a vault that is open and stays so, as the agent has it: another key each time.
struct OpenReadingBench {
  let few: BenchVault
  let many: BenchVault
  private static let rounds = 5
  private static let gets = 20_000
  /// Pages and blobs that a first look-up finds are kept: measured is what follows.
  private static let warming = 100_000

  func measure(_ report: inout Report) throws {
    SecretPages.reserve(blocks: 64)
    let before = try Counters.residentMemory()
    let (services, opened) = (
      (try few.service(), try many.service()), try Counters.residentMemory()
    )
    let cold = try Self.time(of: services.1, many, from: 0, gets: 1000)
    let warming = try Stopwatch.time {
      _ = try Self.time(of: services.1, many, from: 0, gets: Self.warming)
    }.nanoseconds
    var times: (few: [Int64], many: [Int64]) = ([], [])
    for round in 0..<Self.rounds {
      times.few.append(try Self.time(of: services.0, few, from: round, gets: Self.gets))
      times.many.append(
        try Self.time(of: services.1, many, from: round * Self.gets, gets: Self.gets))
    }
    let (small, large) = (times.few.median, times.many.median)
    report.figure(
      "first gets of an open vault of \(many.keys) keys",
      "\(Figure.time(cold)) each of the first 1000, \(warming / Int64(Self.warming)) ns each of all"
    )
    report.figure(
      "memory of this process",
      "\(Figure.bytes(before)) before, \(Figure.bytes(opened)) opened, "
        + "\(Figure.bytes(try Counters.residentMemory())) read")
    report.demand(
      "get on an open vault",
      "\(large) ns with \(many.keys) keys, \(small) ns with \(few.keys): "
        + "\(Figure.ratio(large, to: small)), at most 1.2x",
      isMet: large * 5 <= small * 6)
  }

  /// Nanoseconds of a processor for one of so many.
  private static func time(
    of service: Service, _ vault: BenchVault, from first: Int, gets: Int
  ) throws -> Int64 {
    try Stopwatch.processor {
      for number in first..<first + gets {
        let count = try service.valueLength(vault.name(number))
        guard count == Filling.value.count else { throw BenchFailure.program("get") }
      }
    } / Int64(gets)
  }
}
