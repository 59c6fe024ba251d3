import Ledger
import Platform
import TestSupport
import Testing

/// Vault-like bytes at a new path.
func createFile(
  _ bytes: [UInt8], at path: String, on device: any StorageDevice
) throws -> FileStorage {
  let storage = try FileStorage(creating: path, on: device)
  try storage.lock()
  let new = try storage.replacement()
  try new.write(bytes)
  try new.commit()
  storage.unlock()
  return storage
}

func position(_ length: Int) -> LedgerPosition {
  LedgerPosition(generation: 1, nextSequence: 1, length: length)
}

extension FileStorage {
  func appendLocked(_ frames: [[UInt8]]) throws {
    try lock()
    defer { unlock() }
    try append(frames, expecting: position(try length()))
  }
}

/// What holds on a real file system and on the simulated one.
struct FileStorageTests {
  @Test func createsAFileThatOnlyItsOwnerCanRead() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("vault")
    let storage = try createFile([1, 2, 3], at: path, on: LocalDevice())
    #expect(try FileSystem.status(path).mode == 0o600)
    #expect(try storage.read(at: 1, count: 9) == [2, 3])
    #expect(try Directory.open(directory.path).entries() == ["vault"])
    #expect(try FileStorage(opening: path).warnings == [])
  }

  @Test func refusesToCreateOverAFile() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("vault", "x")
    #expect(throws: StorageError.exists(path: path)) { try FileStorage(creating: path) }
  }

  @Test func losesTheRaceToCreateWithoutHarm() throws {
    let disk = SimulatedDisk()
    let late = try FileStorage(creating: "/d/vault", on: disk)
    _ = try createFile([1], at: "/d/vault", on: disk)
    try late.lock()
    let new = try late.replacement()
    try new.write([2])
    #expect(throws: StorageError.exists(path: "/d/vault")) { try new.commit() }
    #expect(disk.state.tree == ["/d/vault": [1]])
  }

  @Test func namesAMissingVault() throws {
    let directory = try TemporaryDirectory()
    #expect(throws: StorageError.notFound(path: directory.path("vault"))) {
      try FileStorage(opening: directory.path("vault"))
    }
  }

  @Test func refusesWhatIsNoFile() throws {
    let directory = try TemporaryDirectory()
    #expect(throws: StorageError.notAVault(path: directory.path)) {
      try FileStorage(opening: directory.path)
    }
  }

  @Test func warnsOfAFileThatOthersCanRead() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("vault", "x", mode: 0o644)
    #expect(try FileStorage(opening: path).warnings == [.openToOthers(mode: 0o644)])
  }

  @Test func appendsThroughASymbolicLinkAndKeepsIt() throws {
    let directory = try TemporaryDirectory()
    _ = try createFile([1], at: directory.path("vault"), on: LocalDevice())
    let link = try runProgram("ln", ["-s", "vault", directory.path("link")])
    #expect(link.status == 0)
    let storage = try FileStorage(opening: directory.path("link"))
    try storage.lock()
    let new = try storage.replacement()
    try new.write([7])
    try new.commit()
    storage.unlock()
    #expect(try FileSystem.linkStatus(directory.path("link")).kind == .symlink)
    #expect(try FileStorage(opening: directory.path("vault")).read(at: 0, count: 2) == [7])
  }

  @Test func appendsOnlyWhereTheWriterExpects() throws {
    let disk = SimulatedDisk()
    let storage = try createFile([1, 2], at: "/d/vault", on: disk)
    try storage.lock()
    #expect(throws: StorageError.conflict) { try storage.append([[3]], expecting: position(1)) }
    try storage.append([[3], [4, 5]], expecting: position(2))
    #expect(disk.state.tree == ["/d/vault": [1, 2, 3, 4, 5]])
  }

  @Test func makesTheSecondWriterWait() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("vault")
    let first = try createFile([1], at: path, on: LocalDevice())
    let second = try FileStorage(opening: path, patience: 20)
    try first.lock()
    #expect(throws: StorageError.locked) { try second.lock() }
    first.unlock()
    #expect(try second.lock() == false)
  }

  @Test func followsAReplacementAndHoldsItsLock() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("vault")
    let first = try createFile([1], at: path, on: LocalDevice())
    let second = try FileStorage(opening: path, patience: 20)
    try first.lock()
    let new = try first.replacement()
    try new.write([9, 9])
    try new.commit()
    #expect(throws: StorageError.locked) { try second.lock() }
    first.unlock()
    #expect(try second.lock())
    #expect(try second.read(at: 0, count: 3) == [9, 9])
    second.unlock()
    #expect(try second.refresh() == false)
  }

  @Test func readersNoticeAReplacement() throws {
    let disk = SimulatedDisk()
    let writer = try createFile([1], at: "/d/vault", on: disk)
    let reader = try FileStorage(opening: "/d/vault", on: disk)
    #expect(try reader.refresh() == false)
    try writer.lock()
    let new = try writer.replacement()
    try new.write([2])
    try new.commit()
    #expect(try reader.read(at: 0, count: 1) == [1])
    #expect(try reader.refresh())
    #expect(try reader.read(at: 0, count: 1) == [2])
  }

  @Test func removesWhatADeadWriterLeftBehind() throws {
    let disk = SimulatedDisk()
    let storage = try createFile([1], at: "/d/vault", on: disk)
    _ = try disk.open("/d/.vault.new-dead", .create)
    try disk.createContents(of: "/d/.other.new-alive", with: [5])
    try storage.lock()
    try storage.replacement().discard()
    #expect(disk.state.tree == ["/d/vault": [1], "/d/.other.new-alive": [5]])
  }

  @Test func readsAVaultThatItMayNotWrite() throws {
    let device = RefusingDevice()
    _ = try createFile([1, 2], at: "/d/vault", on: device.disk)
    let storage = try FileStorage(opening: "/d/vault", on: device)
    #expect(try storage.read(at: 0, count: 2) == [1, 2])
    #expect(throws: StorageError.readOnly(RefusingDevice.refusal)) { try storage.lock() }
  }

  @Test func refusesANetworkFileSystem() throws {
    let device = RefusingDevice(isSuitable: false)
    _ = try createFile([1], at: "/d/vault", on: device.disk)
    let refusal = StorageError.unsuitableFileSystem(path: "/d/vault")
    #expect(throws: refusal) { try FileStorage(opening: "/d/vault", on: device) }
    #expect(throws: StorageError.unsuitableFileSystem(path: "/d/new")) {
      try FileStorage(creating: "/d/new", on: device)
    }
    _ = try FileStorage(opening: "/d/vault", on: device, allowsAnyFileSystem: true)
  }

  @Test func keepsATornTailAside() throws {
    let disk = SimulatedDisk()
    let path = try StateDirectory(path: "/state", on: disk).keepAside([1, 2], sequence: 7)
    #expect(path.hasPrefix("/state/torn-7-"))
    #expect(disk.state.tree == [path: [1, 2]])
    #expect(disk.state.names.state { _ in false } == disk.state.names.current)
  }

  @Test func remembersInADirectoryThatItMakes() throws {
    let directory = try TemporaryDirectory()
    let state = StateDirectory(path: directory.path("a/b"))
    #expect(try state.contents(of: "witness") == nil)
    try state.replaceContents(of: "witness", with: [1])
    try state.replaceContents(of: "witness", with: [2])
    #expect(try state.contents(of: "witness") == [2])
    #expect(try FileSystem.status(state.path).mode == 0o700)
  }
}
