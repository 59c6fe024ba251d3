import Ledger
import TestSupport
import Testing

/// System calls that fail under a client that tries again.
struct LedgerFaultTests {
  /// A workload with a fault in it, and how many system calls it made.
  private func run(
    _ fault: DiskFault?,
    defects: Set<SimulatedDisk.Defect> = []
  ) throws -> (workload: CrashWorkload, calls: [DiskOperation: Int]) {
    let disk = SimulatedDisk(defects: defects)
    disk.recordHistory()
    disk.fault = fault
    var workload = CrashWorkload(on: disk, seed: 3)
    workload.retries = 4
    try workload.run(steps: 5)
    return (workload, disk.callsByOperation)
  }

  private func violations(_ workload: CrashWorkload) -> [String] {
    let last = workload.disk.state
    let kept = CrashCheck(oracle: workload.oracle)
    var random = SeededGenerator(seed: 9)
    let trees = CrashStates(state: last).sample(3, using: &random)
    return trees.compactMap { kept.violation($0, using: &random) }
  }

  @Test(arguments: [DiskOperation.sync, .syncDirectory])
  func survivesEveryFailedSync(_ operation: DiskOperation) throws {
    let count = try #require(run(nil).calls[operation])
    for call in 0..<count {
      let fault = DiskFault(after: call, of: operation, errno: DiskFault.inputOutputError)
      let workload = try run(fault).workload
      let run = CrashRun(of: workload, seed: UInt64(call))
      #expect(violations(workload).isEmpty, "\(operation) \(call)")
      let checked = run.check(failures: TestLength.choose(0, long: 10), failuresAfterKill: 0)
      #expect(checked.violations.isEmpty, "\(operation) \(call)")
    }
  }

  @Test(arguments: [DiskFault.inputOutputError, DiskFault.noSpace], [false, true])
  func survivesAnyCallThatFails(_ errno: Int32, everyTime: Bool) throws {
    let count = try run(nil).calls.values.reduce(0, +)
    for call in stride(from: 0, to: count, by: TestLength.choose(11, long: 1)) {
      var fault = DiskFault(after: call, errno: errno, isPersistent: everyTime)
      fault.writtenShare = Double(call % 4) / 3
      let workload = try run(fault).workload
      #expect(violations(workload).isEmpty, "call \(call)")
      #expect(everyTime || workload.oracle.unfinished == nil, "call \(call)")
    }
  }

  @Test func findsASyncWhoseFailureIsHidden() throws {
    let fault = DiskFault(
      after: 3, of: .sync, errno: DiskFault.inputOutputError, isPersistent: true)
    let workload = try run(fault, defects: [.hidesFailedSync]).workload
    #expect(!violations(workload).isEmpty)
  }
}
