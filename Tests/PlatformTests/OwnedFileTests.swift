import Platform
import TestSupport
import Testing

@Suite struct OwnedFileTests {
  @Test func writesAtOffsetsAndReadsBack() throws {
    let directory = try TemporaryDirectory()
    let file = try OwnedFile.open(directory.path("f"), .create(mode: 0o600, exclusive: true))
    try file.write(Array("hello".utf8))
    try file.write(Array("J".utf8), at: 0)
    try file.write(Array("!!".utf8), at: 7)
    #expect(try file.read(at: 0, count: 100) == Array("Jello\0\0!!".utf8))
    #expect(try file.read(at: 7, count: 1) == Array("!".utf8))
    #expect(try file.read(at: 9, count: 4).isEmpty)
    try file.truncate(to: 4)
    try file.sync()
    #expect(try file.status().size == 4)
    try file.close()
    #expect(try directory.read("f") == "Jell")
  }

  @Test(arguments: [0, 1, 4095, 4096, 4097, 200_000])
  func readsWholeFilesUpToTheLimit(size: Int) throws {
    let directory = try TemporaryDirectory()
    let text = String(repeating: "x", count: size)
    let path = try directory.write("f", text)
    #expect(try OwnedFile.open(path, .read).readAll(limit: size).count == size)
    guard size > 0 else { return }
    #expect(throws: SystemError(errno: 27, operation: "read")) {
      _ = try OwnedFile.open(path, .read).readAll(limit: size - 1)
    }
  }

  @Test func readsFilesWhoseLengthIsNotKnownBefore() throws {
    let status = try OwnedFile.open("/proc/self/status", .read).readAll(limit: 1 << 20)
    #expect(String(decoding: status, as: UTF8.self).hasPrefix("Name:"))
    #expect(status.last == UInt8(ascii: "\n"))
  }

  @Test func exclusiveCreationRefusesATakenName() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("f", "old")
    #expect(throws: SystemError(errno: 17, operation: "openat", path: path)) {
      _ = try OwnedFile.open(path, .create(mode: 0o600, exclusive: true))
    }
    #expect(try directory.read("f") == "old")
  }

  @Test func refusesSymlinksOnlyWhenAsked() throws {
    let directory = try TemporaryDirectory()
    try directory.write("f", "content")
    try link("f", at: directory.path("link"))
    let followed = try OwnedFile.open(directory.path("link"), .read).readAll(limit: 100)
    #expect(followed == Array("content".utf8))
    let error = #expect(throws: SystemError.self) {
      _ = try OwnedFile.open(directory.path("link"), .read, followingSymlinks: false)
    }
    #expect(error?.name == "ELOOP")
  }

  @Test func doesNotWaitForTheOtherEndOfAFifoWhenAsked() throws {
    let directory = try TemporaryDirectory()
    try makeFifo(directory.path("fifo"))
    let file = try OwnedFile.open(directory.path("fifo"), .read, waiting: false)
    #expect(try file.status().kind == .fifo)
  }

  @Test func pathsWithNULAreRefusedBeforeTheKernelCutsThem() throws {
    let directory = try TemporaryDirectory()
    try directory.write("f", "content")
    let error = #expect(throws: SystemError.self) {
      _ = try OwnedFile.open(directory.path("f\0g"), .read)
    }
    #expect(error?.name == "EINVAL")
  }

  @Test func descriptorsAreNotInherited() throws {
    let directory = try TemporaryDirectory()
    let file = try OwnedFile.open(directory.path("f"), .create(mode: 0o600, exclusive: true))
    try file.write(Array("secret".utf8))
    let listing = try runProgram("sh", ["-c", "ls -l /proc/self/fd"]).outputText
    #expect(!listing.contains(directory.path("f")))
  }

  @Test func exclusiveLockKeepsOthersOutUntilReleased() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("f", "")
    let first = try OwnedFile.open(path, .readWrite)
    let second = try OwnedFile.open(path, .readWrite)
    #expect(try first.lock(exclusive: true, wait: false))
    #expect(try !second.lock(exclusive: true, wait: false))
    #expect(try !second.lock(exclusive: false, wait: false))
    try first.unlock()
    #expect(try second.lock(exclusive: false, wait: false))
    #expect(try first.lock(exclusive: false, wait: false))
  }

  @Test func closingReleasesTheLock() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("f", "")
    let first = try OwnedFile.open(path, .readWrite)
    #expect(try first.lock(exclusive: true, wait: true))
    try first.close()
    #expect(try OwnedFile.open(path, .readWrite).lock(exclusive: true, wait: false))
  }

  @Test func fullDeviceIsAStorageFailure() throws {
    let full = try OwnedFile.open("/dev/full", .write)
    let error = #expect(throws: SystemError.self) { try full.write([1]) }
    #expect(error?.name == "ENOSPC")
    #expect(error?.explanation == "no space left on device")
    #expect(error?.isStorageFailure == true)
  }

  @Test func statusTellsKindsAndIdentity() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("f", "12345", mode: 0o640)
    try link("f", at: directory.path("link"))
    let status = try OwnedFile.open(path, .read).status()
    #expect(status.kind == .regular && status.size == 5 && status.mode == 0o640)
    #expect(status.links == 1 && status.owner == User.current.identifier)
    #expect(try FileSystem.status(directory.path("link")).isSameFile(as: status))
    #expect(try FileSystem.linkStatus(directory.path("link")).kind == .symlink)
    #expect(try FileSystem.status(directory.path).kind == .directory)
    #expect(try FileSystem.status("/dev/null").kind == .device)
    #expect(abs(status.modified - Clock.now() / 1000) < 60)
  }

  @Test func knowsLocalFileSystems() throws {
    #expect(try OwnedFile.open("/proc/self/status", .read).fileSystemKind() == .other)
    let directory = try TemporaryDirectory()
    let path = try directory.write("f", "")
    #expect(try OwnedFile.open(path, .read).fileSystemKind() == .local)
  }
}
