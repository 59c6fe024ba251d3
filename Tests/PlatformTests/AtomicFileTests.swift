import Glibc
import Platform
import TestSupport
import Testing

@Suite struct AtomicFileTests {
  @Test func replacesContentModeAndInode() throws {
    let temporary = try TemporaryDirectory()
    let path = try temporary.write("f", "old", mode: 0o644)
    let before = try FileSystem.status(path)
    let directory = try Directory.open(temporary.path)
    try replace("f", in: directory, "new", mode: 0o640)
    let after = try FileSystem.status(path)
    #expect(try temporary.read("f") == "new")
    #expect(after.mode == 0o640 && !after.isSameFile(as: before))
    #expect(try directory.entries() == ["f"])
  }

  @Test func exclusiveNeverReplaces() throws {
    let temporary = try TemporaryDirectory()
    let directory = try Directory.open(temporary.path)
    try replace("f", in: directory, "first", exclusive: true)
    let error = #expect(throws: SystemError.self) {
      try replace("f", in: directory, "second", exclusive: true)
    }
    #expect(error?.name == "EEXIST")
    #expect(try temporary.read("f") == "first")
    #expect(try directory.entries() == ["f"])
  }

  @Test func symlinkIsReplacedNotFollowed() throws {
    let temporary = try TemporaryDirectory()
    try temporary.write("victim", "untouched")
    try link("victim", at: temporary.path("f"))
    try replace("f", in: try Directory.open(temporary.path), "new")
    #expect(try temporary.read("victim") == "untouched")
    #expect(try FileSystem.linkStatus(temporary.path("f")).kind == .regular)
  }

  @Test func directoryInTheWayIsAnErrorThatLeavesNothing() throws {
    let temporary = try TemporaryDirectory()
    let directory = try Directory.open(temporary.path)
    try directory.makeDirectory("f")
    let error = #expect(throws: SystemError.self) { try replace("f", in: directory, "new") }
    #expect(error?.name == "EISDIR")
    #expect(try directory.entries() == ["f"])
  }

  @Test func otherNamesOfTheOldInodeKeepTheOldContent() throws {
    let temporary = try TemporaryDirectory()
    try temporary.write("f", "old")
    try hardLink(temporary.path("f"), at: temporary.path("other"))
    try replace("f", in: try Directory.open(temporary.path), "new")
    #expect(try temporary.read("other") == "old")
    #expect(try temporary.read("f") == "new")
  }

  @Test func emptyContentMakesAnEmptyFile() throws {
    let temporary = try TemporaryDirectory()
    try replace("f", in: try Directory.open(temporary.path), "")
    #expect(try temporary.read("f").isEmpty)
  }

  @Test func lockOnPendingFileIsHeldWhenItAppears() throws {
    let temporary = try TemporaryDirectory()
    let path = try temporary.write("f", "old")
    let pending = try PendingFile(in: try Directory.open(temporary.path), mode: 0o600)
    try pending.write(Array("ne".utf8).span)
    try pending.write(Array("w".utf8).span)
    #expect(try pending.file.lock(exclusive: true, wait: false))
    #expect(try temporary.read("f") == "old")
    let file = try pending.commit(as: "f")
    #expect(try temporary.read("f") == "new")
    #expect(try !OwnedFile.open(path, .readWrite).lock(exclusive: true, wait: false))
    try file.close()
    #expect(try OwnedFile.open(path, .readWrite).lock(exclusive: true, wait: false))
  }

  @Test func unfinishedFilesArePrivateAndDisappear() throws {
    let temporary = try TemporaryDirectory()
    let directory = try Directory.open(temporary.path)
    do {
      let pending = try PendingFile(in: directory, mode: 0o600)
      try pending.write(Array("secret".utf8).span)
      // No name, or where the file system wants one, a private one.
      for name in try directory.entries() {
        #expect(name.hasPrefix(PendingFile.namePrefix))
        #expect(try directory.status(of: name).mode == 0o600)
      }
    }
    #expect(try directory.entries() == [])
    try PendingFile(in: directory, mode: 0o600).discard()
    #expect(try directory.entries() == [])
  }

  @Test func whatACrashLeftIsRemovedUnlessSomebodyHoldsIt() throws {
    let temporary = try TemporaryDirectory()
    let directory = try Directory.open(temporary.path)
    let (left, held) = (PendingFile.namePrefix + "left", PendingFile.namePrefix + "held")
    try temporary.write(left, "secret")
    let holder = try OwnedFile.open(try temporary.write(held, "secret"), .readWrite)
    #expect(try holder.lock(exclusive: true, wait: false))
    try temporary.write("other", "x")
    try directory.removeAbandoned()
    #expect(try Set(directory.entries()) == [held, "other"])
    try holder.close()
  }

  @Test func failedWriteKeepsTheOldContentAndLeavesNothing() async {
    await #expect(processExitsWith: .success) {
      Hardening.apply()
      let temporary = try TemporaryDirectory()
      try temporary.write("f", "old")
      var limit = rlimit(rlim_cur: 10, rlim_max: 10)
      unsafe setrlimit(__rlimit_resource_t(1), &limit)  // RLIMIT_FSIZE
      let directory = try Directory.open(temporary.path)
      let error = #expect(throws: SystemError.self) {
        try AtomicFile.replace(
          in: directory, name: "f", mode: 0o600, contents: [UInt8](repeating: 1, count: 20).span)
      }
      #expect(error?.isStorageFailure == true)
      #expect(try temporary.read("f") == "old")
      #expect(try directory.entries() == ["f"])
    }
  }

  private func replace(
    _ name: String, in directory: borrowing Directory, _ text: String, mode: UInt32 = 0o600,
    exclusive: Bool = false
  ) throws {
    let bytes = Array(text.utf8)
    try AtomicFile.replace(
      in: directory, name: name, mode: mode, contents: bytes.span, exclusive: exclusive)
  }
}
