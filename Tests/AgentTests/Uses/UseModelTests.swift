import Agent
import Foundation
import TestSupport
import Testing
import Vault

/// Whatever happens between reads, as many are known as there were.
@Suite struct UseModelTests {
  @Test(arguments: [UInt64(1), 2, 3, 4])
  func everyUseIsKnownOnceWhateverHappens(_ seed: UInt64) throws {
    let directory = try TemporaryDirectory()
    let bench = try UseBench(in: directory)
    var generator = SeededGenerator(seed: seed)
    var processes = [try bench.process(), try bench.process(inAgent: true)]
    var (reads, runs) = (UInt64(0), UInt64(0))
    for _ in 0..<120 {
      bench.clock.advance(Int64(generator.below(1_000_000)))
      let number = generator.below(processes.count)
      let service = processes[number]
      switch generator.below(10) {
      case 0...3:
        _ = try service.read("a")
        reads += 1
      case 4...5:
        try service.environment("crm", generator.pick([UsePurpose.run, .export]))
        runs += 1
      case 6: try service.write(inGroup: number == 1)
      case 7: service.settle()
      case 8: try? service.joinUses()
      default: try happen(generator.below(3), to: &processes[number], number, bench)
      }
      if number == 1 { service.settle() }
      let observer = try bench.process()
      #expect(try observer.reads(of: "a") == reads)
      #expect(try observer.tool("crm").lastUse?.count ?? 0 == runs)
    }
    try processes[0].write()
    let log = try bench.process().usesInLog()
    #expect(log.reduce(0) { $0 + $1.count } == reads + runs)
  }

  private func happen(
    _ what: Int, to service: inout Service, _ number: Int, _ bench: UseBench
  ) throws {
    switch what {
    case 0:
      // It ends, as if killed; what an agent had in memory was settled before.
      service = try bench.process(inAgent: number == 1)
    case 1:
      // Somebody dies after taking the journal.
      _ = try UseJournal(directory: bench.directory).take()
    default:
      // Somebody dies after bringing it into the ledger.
      guard !bench.exists(bench.joining), bench.exists(bench.journal) else { return }
      let bytes = try Data(contentsOf: URL(filePath: bench.journal))
      try service.write(inGroup: number == 1)
      try bytes.write(to: URL(filePath: bench.joining))
    }
  }
}
