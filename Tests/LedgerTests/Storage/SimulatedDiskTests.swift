import Ledger
import TestSupport
import Testing

/// The simulated disk loses what the suites rely on it to lose.
struct SimulatedDiskTests {
  private let bytes = [UInt8](repeating: 7, count: 1300)

  private func crashes(_ disk: SimulatedDisk) -> [[String: [UInt8]]] {
    var random = SeededGenerator(seed: 5)
    return CrashStates(state: disk.state).sample(4000, using: &random)
  }

  @Test func unsyncedBlocksAreLostInAnyOrder() throws {
    let disk = SimulatedDisk(DiskState(files: ["/d/f": [1]]))
    let file = try disk.open("/d/f", .readWrite)
    try file.write(bytes, at: 1)
    let contents = Set(crashes(disk).compactMap { $0["/d/f"] })
    #expect(contents.contains([1]))
    #expect(contents.contains([1] + bytes))
    #expect(contents.contains([1] + [UInt8](repeating: 0, count: 1300)))
    #expect(contents.contains { $0.count == 1301 && $0[511] == 7 && $0[512] == 0 && $0[1024] == 7 })
    #expect(Set(contents.map(\.count)) == Set(1...1301))
  }

  @Test func syncedBytesStayAndTheNameDoesNot() throws {
    let disk = SimulatedDisk()
    let file = try disk.open("/d/f", .create)
    try file.write(bytes, at: 0)
    try file.sync()
    #expect(Set(crashes(disk)) == [[:], ["/d/f": bytes]])
    try disk.syncDirectory("/d")
    #expect(crashes(disk) == [["/d/f": bytes]])
  }

  @Test func aRenameMayBeThereBeforeTheContent() throws {
    let disk = SimulatedDisk(DiskState(files: ["/d/f": [1]]))
    let file = try disk.open("/d/g", .create)
    try file.write([2, 2], at: 0)
    try disk.rename("/d/g", to: "/d/f", replacing: true)
    let contents = Set(crashes(disk).compactMap { $0["/d/f"] })
    #expect(contents == [[1], [], [2], [2, 2], [0], [0, 0]])
  }

  @Test func aFailedSyncLeavesItsBlocksInDoubt() throws {
    let disk = SimulatedDisk(DiskState(files: ["/d/f": []]))
    let file = try disk.open("/d/f", .readWrite)
    try file.write([UInt8](repeating: 1, count: 512), at: 0)
    disk.fault = DiskFault(after: 0, errno: DiskFault.inputOutputError)
    #expect(throws: (any Error).self) { try file.sync() }
    try file.write([2], at: 512)
    try file.sync()
    let zeros = [UInt8](repeating: 0, count: 512)
    let ones = [UInt8](repeating: 1, count: 512)
    let contents = Set(crashes(disk).compactMap { $0["/d/f"] })
    try #require(contents.map(\.count) == [513, 513])
    #expect(contents == [zeros + [2], ones + [2]])
    #expect(disk.state.tree["/d/f"]?.first == 1)
  }

  @Test func cutBytesDoNotComeBackOnceTheCutIsSynced() throws {
    let disk = SimulatedDisk(DiskState(files: ["/d/f": bytes]))
    let file = try disk.open("/d/f", .readWrite)
    try file.truncate(to: 100)
    #expect(Set(crashes(disk).compactMap { $0["/d/f"]?.count }).count == 1201)
    try file.sync()
    try file.write([3], at: 1200)
    let contents = crashes(disk).compactMap { $0["/d/f"] }
    #expect(contents.allSatisfy { !$0.dropFirst(100).contains(7) })
  }

  @Test func aLockBelongsToOneOpenFile() throws {
    let disk = SimulatedDisk(DiskState(files: ["/d/f": []]))
    let first = try disk.open("/d/f", .readWrite)
    var second: (any DeviceFile)? = try disk.open("/d/f", .readWrite)
    #expect(try first.tryLock())
    #expect(try second?.tryLock() == false)
    first.unlock()
    #expect(try second?.tryLock() == true)
    second = nil
    #expect(try first.tryLock())
  }
}
