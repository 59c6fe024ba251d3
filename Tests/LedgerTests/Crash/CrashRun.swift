import TestSupport

/// A workload that was done, and everything that its disk went through.
struct CrashRun {
  let history: [SimulatedDisk.Moment]
  let oracles: [Oracle]
  let end: DiskState
  private let seed: UInt64

  init(
    seed: UInt64, steps: Int, defects: Set<SimulatedDisk.Defect> = [],
    writesWitnessBehind: Bool = false
  ) throws {
    let disk = SimulatedDisk(defects: defects)
    disk.recordHistory()
    var workload = CrashWorkload(on: disk, seed: seed)
    workload.writesWitnessBehind = writesWitnessBehind
    try workload.run(steps: steps)
    self.init(of: workload, seed: seed)
  }

  init(of workload: CrashWorkload, seed: UInt64) {
    self.seed = seed
    history = workload.disk.history
    oracles = workload.oracles
    end = workload.disk.state
  }

  /// Checks the vault after crashes at every moment.
  /// - Parameter failures: disks that a power failure leaves, at each moment; twice as many after a
  ///   write.
  /// - Parameter failuresAfterKill: the same, after the process was killed and another one went on.
  /// - Returns: what was violated, and how many disks were looked at.
  func check(failures: Int, failuresAfterKill: Int) -> (violations: [String], disks: Int) {
    var random = SeededGenerator(seed: seed &+ 1)
    var disks = 0
    var violations: [String] = []
    for (index, moment) in history.enumerated() {
      let check = CrashCheck(oracle: oracles[moment.acknowledged])
      let count = moment.operation == .write ? 2 * failures : failures
      let trees = CrashStates(state: moment.state).sample(count, using: &random)
      var found: [String?] = trees.map { tree in
        let recovers = Int.random(in: 0..<20, using: &random) == 0
        return check.violation(tree, recoveryCrashes: recovers ? 2 : 0, using: &random)
      }
      disks += trees.count
      if failuresAfterKill > 0 {
        disks += failuresAfterKill
        found.append(
          check.violationAfterKill(moment.state, crashes: failuresAfterKill, using: &random))
      }
      violations += found.compactMap(\.self).map { "\(index) \(moment.operation): \($0)" }
    }
    return (violations, disks)
  }
}
