import Ledger
import TestSupport

/// A client that makes a vault and works on it, and remembers at each moment what it was told.
struct CrashWorkload {
  let disk: SimulatedDisk
  /// How often a transaction whose outcome was an error is tried again.
  var retries = 0
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

  mutating func run(steps: Int) throws {
    try put(size: 40)
    for _ in 0..<steps {
      switch Int.random(in: 0..<10, using: &random) {
      case 0: processes = []
      case 1:
        do { processes.append(try machine.open()) } catch { if retries == 0 { throw error } }
      default:
        let large = Int.random(in: 0..<8, using: &random) == 0
        try put(size: Int.random(in: 0...(large ? 20_000 : 600), using: &random))
      }
    }
  }

  private mutating func put(size: Int) throws {
    number += 1
    let entry = Entry(number: number, size: size)
    remember { $0.began(entry) }
    for attempt in 0...retries {
      do {
        try write(entry)
        break
      } catch {
        guard attempt < retries else { throw error }
        failures.append("\(entry.number): \(error)")
        if Bool.random(using: &random) { processes = [] }
      }
    }
    remember { $0.wasAcknowledged(entry) }
  }

  /// Through a random process; a new one when there is none.
  private mutating func write(_ entry: Entry) throws {
    if processes.isEmpty {
      if disk.state.names.current[TestMachine.vaultPath] == nil {
        processes = [try machine.create(entry)]
        return
      }
      processes = [try machine.open()]
    }
    try processes[Int.random(in: processes.indices, using: &random)].put(entry)
  }

  private mutating func remember(_ change: (inout Oracle) -> Void) {
    var oracle = oracle
    change(&oracle)
    oracles.append(oracle)
    disk.acknowledge(oracles.count - 1)
  }
}
