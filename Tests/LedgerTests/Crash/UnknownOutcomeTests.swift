import Ledger
import Platform
import Synchronization
import TestSupport
import Testing

/// A transaction that is in the file, though whoever wrote it could neither sync it nor take it
/// back.
struct UnknownOutcomeTests {
  private let disk = SimulatedDisk()
  private let entry = Entry(number: 2)

  /// Two processes with the vault open, and the entry written by the first one.
  private func processes() throws -> (failed: Ledger, other: Ledger) {
    let isBroken = Breakage()
    let device = WatchedDevice(base: disk) { operation throws(SystemError) in
      try isBroken.check(operation)
    }
    _ = try TestMachine(device: disk).create(Entry(number: 1))
    let failed = try TestMachine(device: device).open()
    let other = try TestMachine(device: disk).open()
    try failed.put(Entry(number: 3))
    isBroken.begin()
    let error = #expect(throws: TransactionFailure<LedgerError>.self) { try failed.put(entry) }
    guard case .ledger(.storage(.ambiguous)) = error else { throw Unexpected(error) }
    isBroken.end()
    return (failed, other)
  }

  private func expectEntryAfterCrashes() throws {
    var random = SeededGenerator(seed: 3)
    for tree in CrashStates(state: disk.state).sample(12, using: &random) {
      let ledger = try TestMachine(device: SimulatedDisk(DiskState(files: tree))).open()
      #expect(try ledger.entries().map(\.entry.number) == [1, 3, 2])
    }
  }

  @Test func anotherProcessSyncsBeforeItAcknowledgesTheSame() throws {
    let (_, other) = try processes()
    try other.put(entry)
    try expectEntryAfterCrashes()
  }

  @Test func theSameProcessCopiesForwardBeforeItAcknowledges() throws {
    let (failed, _) = try processes()
    try failed.put(entry)
    #expect(failed.generation == 2)
    try expectEntryAfterCrashes()
  }

  @Test func aReaderSyncsBeforeItRemembers() throws {
    _ = try processes()
    _ = try TestMachine(device: disk).open()
    try expectEntryAfterCrashes()
  }
}

/// While it lasts, neither fsync nor truncation reaches the disk.
private final class Breakage: Sendable {
  private let isActive = Mutex(false)

  func begin() { isActive.withLock { $0 = true } }
  func end() { isActive.withLock { $0 = false } }

  func check(_ operation: DiskOperation) throws(SystemError) {
    guard isActive.withLock(\.self), operation == .sync || operation == .truncate else { return }
    throw SystemError(errno: DiskFault.inputOutputError, operation: "\(operation)")
  }
}
