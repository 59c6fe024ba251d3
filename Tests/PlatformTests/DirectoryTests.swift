import Platform
import TestSupport
import Testing

@Suite struct DirectoryTests {
  @Test func listsRenamesAndRemovesEntries() throws {
    let temporary = try TemporaryDirectory()
    let directory = try Directory.open(temporary.path)
    try temporary.write("b", "b")
    try temporary.write("a", "a")
    try directory.makeDirectory("sub", mode: 0o700)
    #expect(try directory.entries() == ["a", "b", "sub"])
    #expect(try directory.status(of: "sub").kind == .directory)
    try directory.rename("a", to: "b")
    try directory.removeDirectory("sub")
    try directory.sync()
    #expect(try directory.entries() == ["b"])
    #expect(try temporary.read("b") == "a")
    try directory.unlink("b")
    #expect(try directory.entries() == [])
  }

  @Test func renameWithoutReplacingKeepsTheOther() throws {
    let temporary = try TemporaryDirectory()
    let directory = try Directory.open(temporary.path)
    try temporary.write("a", "a")
    try temporary.write("b", "b")
    let error = #expect(throws: SystemError.self) {
      try directory.rename("a", to: "b", replacing: false)
    }
    #expect(error?.name == "EEXIST")
    try directory.rename("a", to: "c", replacing: false)
    #expect(try directory.entries() == ["b", "c"])
  }

  @Test(arguments: ["", ".", "..", "a/b", "/etc", "../x"])
  func namesAreSingleComponents(name: String) throws {
    let temporary = try TemporaryDirectory()
    let directory = try Directory.open(temporary.path)
    let expected = SystemError(errno: 22, operation: "openat", path: name)
    #expect(throws: expected) { _ = try directory.openFile(name, .read) }
    #expect(throws: expected) { _ = try directory.openDirectory(name) }
    #expect(throws: expected) { _ = try directory.status(of: name) }
    #expect(throws: expected) { try directory.unlink(name) }
    #expect(throws: expected) { try directory.removeDirectory(name) }
    #expect(throws: expected) { try directory.makeDirectory(name) }
    #expect(throws: expected) { try directory.rename("a", to: name) }
    #expect(throws: expected) { try directory.rename(name, to: "a") }
  }

  @Test func entriesThatAreSymlinksAreNotOpened() throws {
    let temporary = try TemporaryDirectory()
    let directory = try Directory.open(temporary.path)
    try link("/etc/passwd", at: temporary.path("file"))
    try link("/etc", at: temporary.path("directory"))
    #expect(throws: SystemError(errno: 40, operation: "openat", path: "file")) {
      _ = try directory.openFile("file", .read)
    }
    #expect(throws: SystemError.self) { _ = try directory.openDirectory("directory") }
    #expect(try directory.status(of: "file").kind == .symlink)
  }

  @Test func pathsThroughSymlinksAreRefusedWhenAsked() throws {
    let temporary = try TemporaryDirectory()
    try FileSystem.makeDirectories(temporary.path("real/inner"))
    try link("real", at: temporary.path("link"))
    let inner = temporary.path("link/inner")
    _ = try Directory.open(inner)
    let error = #expect(throws: SystemError.self) {
      _ = try Directory.open(inner, followingSymlinks: false)
    }
    #expect(error?.path == inner)
    let real = try FileSystem.realPath(temporary.path) + "/real//inner/../inner/"
    let opened = try Directory.open(real, followingSymlinks: false)
    #expect(try opened.status().isSameFile(as: FileSystem.status(temporary.path("real/inner"))))
    let root = try Directory.open("/", followingSymlinks: false)
    #expect(try root.status().isSameFile(as: FileSystem.status("/")))
  }

  @Test func fifosDoNotMakeUsWait() throws {
    let temporary = try TemporaryDirectory()
    try makeFifo(temporary.path("fifo"))
    let file = try Directory.open(temporary.path).openFile("fifo", .read)
    #expect(try file.status().kind == .fifo)
  }
}
