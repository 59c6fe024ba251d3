import Ledger
import TestSupport

/// A client that makes a vault and works on it, and remembers at each moment what it was told.
struct CrashWorkload {
  let disk: SimulatedDisk
  /// How often a transaction whose outcome was an error is tried again.
  var retries = 0
  /// Whether ledgers write the witness behind.
  var writesWitnessBehind = false
  /// By what the disk has as acknowledged.
  private(set) var oracles = [Oracle()]
  private(set) var failures: [String] = []
  private var number = 0
  /// Open handles of the vault, each as another process would hold one.
  private var processes: [Ledger] = []
  private var random: SeededGenerator

  init(on disk: SimulatedDisk, seed: UInt64) {
    self.disk = disk
    random = SeededGenerator(seed: seed)
  }

  var oracle: Oracle { oracles[oracles.count - 1] }
  private var machine: TestMachine { TestMachine(device: disk) }

  /// Makes the vault, and then takes `steps` steps, as many of each kind as of any other.
  mutating func run(steps: Int) throws {
    var plan = [Step.putSmall]
    for _ in 0...steps {
      if plan.isEmpty { plan = Step.allCases.shuffled(using: &random) }
      do { try take(plan.removeLast()) } catch {
        guard retries > 0 else { throw error }
        failures.append("\(error)")
        processes = []
      }
    }
  }

  private enum Step: CaseIterable {
    case closeAll, openAnother, putSmall, putLarge, putAgain, checkpoint, checkpointAgain
    case putGroup, putAnotherGroup, settle, changeSlots, startEpoch, compact, reseal
  }

  private mutating func take(_ step: Step) throws {
    switch step {
    case .closeAll: processes = []
    case .openAnother: processes.append(try opened())
    case .putSmall, .putAgain: try put(size: Int.random(in: 0...600, using: &random))
    case .putLarge: try put(size: Int.random(in: 5_000...20_000, using: &random))
    case .putGroup, .putAnotherGroup: try putGroup(of: Int.random(in: 2...5, using: &random))
    case .settle: try process().settle(reset: {}, apply: { _ in })
    case .checkpoint, .checkpointAgain: try process().writeCheckpoint(changes: [:])
    case .changeSlots: try process().changeSlot(nextNumber(), newEpoch: false)
    case .startEpoch: try process().changeSlot(nextNumber(), newEpoch: true)
    case .compact: try process().compact(nextNumber(), resealing: false)
    case .reseal: try process().compact(nextNumber(), resealing: true)
    }
  }

  private mutating func put(size: Int) throws {
    let entry = Entry(number: nextNumber(), size: size)
    remember { $0.began(entry) }
    try untilItWorks { workload in try workload.write(entry) }
    remember { $0.wasAcknowledged(entry) }
  }

  private mutating func putGroup(of count: Int) throws {
    let entries = (0..<count).map { _ in
      Entry(number: nextNumber(), size: Int.random(in: 0...3_000, using: &random))
    }
    remember { $0.began(together: entries) }
    try untilItWorks { workload in try workload.process().put(together: entries) }
    remember { oracle in entries.forEach { oracle.wasAcknowledged($0) } }
  }

  /// Tries again as often as a client does.
  private mutating func untilItWorks(_ work: (inout CrashWorkload) throws -> Void) throws {
    for attempt in 0...retries {
      do { return try work(&self) } catch {
        guard attempt < retries else { throw error }
        failures.append("\(error)")
        if Bool.random(using: &random) { processes = [] }
      }
    }
  }

  private mutating func write(_ entry: Entry) throws {
    if disk.state.names.current[TestMachine.vaultPath] == nil {
      _ = try machine.create(entry)
    } else {
      try process().put(entry)
    }
  }

  /// Any of the open handles; a new one when there is none.
  private mutating func process() throws -> Ledger {
    if processes.isEmpty { processes = [try opened()] }
    return processes[Int.random(in: processes.indices, using: &random)]
  }

  private func opened() throws -> Ledger {
    let ledger = try machine.open()
    ledger.replayTail { _ in }
    ledger.writesWitnessBehind = writesWitnessBehind
    return ledger
  }

  private mutating func nextNumber() -> Int {
    number += 1
    return number
  }

  private mutating func remember(_ change: (inout Oracle) -> Void) {
    var oracle = oracle
    change(&oracle)
    oracles.append(oracle)
    disk.acknowledge(oracles.count - 1)
  }
}
