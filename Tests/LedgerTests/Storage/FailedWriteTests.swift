import Ledger
import Platform
import TestSupport
import Testing

/// What an append leaves behind when a system call fails under it.
struct FailedWriteTests {
  /// A vault of 600 bytes, and the kind of call that fails next.
  private func vault(
    failing errno: Int32, persistently: Bool = false, at operation: DiskOperation
  ) throws -> (disk: SimulatedDisk, storage: FileStorage) {
    let disk = SimulatedDisk()
    let storage = try createFile([UInt8](repeating: 1, count: 600), at: "/d/vault", on: disk)
    disk.fault = DiskFault(after: 0, of: operation, errno: errno, isPersistent: persistently)
    return (disk, storage)
  }

  @Test func takesBackAWriteForWhichThereIsNoSpace() throws {
    let (disk, storage) = try vault(
      failing: DiskFault.noSpace, persistently: true, at: .write)
    let error = #expect(throws: StorageError.self) {
      try storage.appendLocked([[UInt8](repeating: 2, count: 900)])
    }
    guard case .failed(let cause) = error else { throw Unexpected(error) }
    #expect(cause.name == "ENOSPC")
    #expect(disk.state.tree["/d/vault"]?.count == 600)
    #expect(!storage.mustBeReplaced)
    disk.fault = nil
    try storage.appendLocked([[3]])
    #expect(try storage.length() == 601)
  }

  @Test func neverSyncsAgainAfterAFailedSync() throws {
    let (disk, storage) = try vault(failing: DiskFault.inputOutputError, at: .sync)
    let error = #expect(throws: StorageError.self) {
      try storage.appendLocked([[UInt8](repeating: 2, count: 900)])
    }
    guard case .ambiguous = error else { throw Unexpected(error) }
    #expect(storage.mustBeReplaced)
    #expect(disk.state.tree["/d/vault"]?.count == 600)
    let calls = disk.calls
    #expect(throws: StorageError.self) { try storage.sync() }
    #expect(disk.calls == calls)
    #expect(throws: StorageError.conflict) { try storage.appendLocked([[3]]) }
  }

  @Test func aReplacementEndsTheDoubt() throws {
    let (disk, storage) = try vault(failing: DiskFault.inputOutputError, at: .sync)
    #expect(throws: StorageError.self) { try storage.appendLocked([[2, 2]]) }
    try storage.lock()
    let new = try storage.replacement()
    try new.write([5])
    try new.commit()
    try storage.append([[6]], expecting: position(1))
    storage.unlock()
    var random = SeededGenerator(seed: 1)
    let trees = CrashStates(state: disk.state).sample(100, using: &random)
    #expect(trees.allSatisfy { $0["/d/vault"] == [5, 6] })
  }

  @Test func aCutLeavesNoFrameBehindAHole() throws {
    let disk = SimulatedDisk()
    let storage = try createFile([UInt8](repeating: 1, count: 600), at: "/d/vault", on: disk)
    let frames = (0..<3).map { _ in [UInt8](repeating: 2, count: 900) }
    try storage.appendLocked(frames)
    disk.recordHistory()
    try storage.lock()
    try storage.cutBack(to: 600)
    var random = SeededGenerator(seed: 4)
    for moment in disk.history {
      for tree in CrashStates(state: moment.state).sample(500, using: &random) {
        let rest = try #require(tree["/d/vault"]).dropFirst(600)
        #expect(rest.drop { $0 != 0 }.allSatisfy { $0 == 0 })
      }
    }
    #expect(try storage.length() == 600)
  }

  @Test func leavesTheOldFileWhenAReplacementFails() throws {
    for call in 0..<7 {
      let disk = SimulatedDisk()
      let storage = try createFile([1], at: "/d/vault", on: disk)
      try storage.lock()
      disk.fault = DiskFault(after: call, errno: DiskFault.noSpace)
      do {
        let new = try storage.replacement()
        try new.write([2])
        try new.commit()
      } catch StorageError.failed {
        #expect(disk.state.tree == ["/d/vault": [1]], "call \(call)")
      } catch StorageError.ambiguous {
        #expect(disk.state.tree == ["/d/vault": [2]], "call \(call)")
        #expect(storage.mustBeReplaced)
      }
    }
  }
}

/// A test met what it did not expect.
struct Unexpected: Error {
  let what: String
  init(_ what: Any?) { self.what = "\(what as Any)" }
}
