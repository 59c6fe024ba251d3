import Ledger
import TestSupport
import Testing

/// Random work on a vault, with power failures and kills at every change of the disk.
struct LedgerCrashTests {
  @Test(arguments: 1...TestLength.choose(2, long: 22))
  func acknowledgedTransactionsSurvive(_ seed: Int) throws {
    let run = try CrashRun(
      seed: UInt64(seed), steps: TestLength.choose(14, long: 42),
      writesWitnessBehind: seed.isMultiple(of: 2))
    let (failures, kills) = TestLength.choose((3, 1), long: (24, 6))
    let result = run.check(failures: failures, failuresAfterKill: kills)
    #expect(result.violations.isEmpty)
    #expect(result.disks > 200)
    let left = try TestMachine(device: SimulatedDisk(run.end)).open()
    #expect(left.generation > 4)
    #expect(left.epoch == TestLength.choose(2, long: 4))
  }

  @Test(arguments: [SimulatedDisk.Defect.ignoresSync, .ignoresDirectorySync])
  func findsADiskThatDoesNotSync(_ defect: SimulatedDisk.Defect) throws {
    let run = try CrashRun(seed: 1, steps: 3, defects: [defect])
    #expect(!run.check(failures: 4, failuresAfterKill: 0).violations.isEmpty)
  }
}
