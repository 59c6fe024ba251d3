import Ledger
import TestSupport

/// What must hold of any disk that a crash left: the vault opens without an alarm, everything
/// acknowledged is there with its value, nothing is there that nobody wrote, and one can go on.
struct CrashCheck {
  /// Workloads stay below this number.
  private static let first = 1_000_000

  let oracle: Oracle
  /// What is written next.
  var next = Entry(number: first)

  /// After a power failure, and then sometimes another one while the vault is opened and written
  /// again.
  func violation(
    _ tree: [String: [UInt8]], recoveryCrashes: Int = 0, using random: inout SeededGenerator
  ) -> String? {
    let disk = SimulatedDisk(DiskState(files: tree))
    if recoveryCrashes > 0 { disk.recordHistory() }
    if let violation = goOn(on: disk) { return violation }
    guard recoveryCrashes > 0, let moment = disk.history.randomElement(using: &random) else {
      return nil
    }
    return after(moment.acknowledged > 0).violation(
      of: moment.state, crashes: recoveryCrashes, using: &random
    ).map { "while recovering: \($0)" }
  }

  /// After a process was killed: another one tries again with what is in memory, and only then the
  /// power fails.
  func violationAfterKill(
    _ state: DiskState, crashes: Int, using random: inout SeededGenerator
  ) -> String? {
    let disk = SimulatedDisk(state)
    let retry = CrashCheck(oracle: oracle, next: oracle.unfinished ?? next)
    let violation =
      retry.goOn(on: disk)
      ?? retry.after(disk.acknowledged > 0).violation(
        of: disk.state, crashes: crashes, using: &random)
    return violation.map { "after a kill: \($0)" }
  }

  private func violation(
    of state: DiskState, crashes: Int, using random: inout SeededGenerator
  ) -> String? {
    for tree in CrashStates(state: state).sample(crashes, using: &random) {
      if let violation = violation(tree, using: &random) { return violation }
    }
    return nil
  }

  /// The check of what follows, when `next` was written and maybe acknowledged.
  private func after(_ isAcknowledged: Bool) -> CrashCheck {
    var oracle = oracle
    oracle.began(next)
    if isAcknowledged { oracle.wasAcknowledged(next) }
    return CrashCheck(oracle: oracle, next: Entry(number: max(next.number, Self.first) + 1))
  }

  private func goOn(on disk: SimulatedDisk) -> String? {
    guard disk.state.names.current[TestMachine.vaultPath] != nil else {
      return oracle.isEmpty ? nil : "the vault is gone"
    }
    let machine = TestMachine(device: disk)
    do {
      let ledger = try machine.open()
      if let contradiction = try contradiction(in: ledger) { return contradiction }
      try ledger.put(next)
      disk.acknowledge(1)
      var isThere = false
      try machine.open().replayTail { if $0.id == next.transaction { isThere = true } }
      return isThere ? nil : "what was written next is gone"
    } catch { return "\(error)" }
  }

  private func contradiction(in ledger: Ledger) throws -> String? {
    let found = try ledger.entries()
    if let last = found.last, try ledger.value(of: last) != last.entry.value {
      return "wrong value of \(last.entry.number)"
    }
    return oracle.contradiction(found.map(\.entry.number))
  }
}
