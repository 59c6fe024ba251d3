import Platform
import TestSupport
import Testing

@Suite struct FileSystemTests {
  @Test(arguments: [
    ("/a/b", "/a", "b"), ("/a", "/", "a"), ("a", ".", "a"), ("a/b/", "a", "b"),
    ("//a", "/", "a"), ("a//b", "a", "b"), ("/", "/", ""), ("../x", "..", "x"),
  ])
  func splitsPaths(path: String, directory: String, name: String) {
    #expect(FileSystem.split(path) == (directory, name))
  }

  @Test func makesMissingParents() throws {
    let temporary = try TemporaryDirectory()
    try FileSystem.makeDirectories(temporary.path("a/b/c"))
    try FileSystem.makeDirectories(temporary.path("a/b/c"), mode: 0o755)
    #expect(try FileSystem.status(temporary.path("a")).mode == 0o700)
    #expect(try FileSystem.status(temporary.path("a/b/c")).mode == 0o700)
    try temporary.write("file", "")
    let error = #expect(throws: SystemError.self) {
      try FileSystem.makeDirectories(temporary.path("file/x"))
    }
    #expect(error?.name == "ENOTDIR")
  }

  @Test func removesTreesWithoutFollowingLinks() throws {
    let temporary = try TemporaryDirectory()
    try FileSystem.makeDirectories(temporary.path("outside"))
    try temporary.write("outside/kept", "kept")
    try FileSystem.makeDirectories(temporary.path("tree/a/b"))
    try temporary.write("tree/a/file", "")
    try link("../../outside", at: temporary.path("tree/a/link"))
    try FileSystem.removeTree(temporary.path("tree"))
    #expect(!FileSystem.exists(temporary.path("tree")))
    #expect(try temporary.read("outside/kept") == "kept")
    try link("outside", at: temporary.path("link"))
    try FileSystem.removeTree(temporary.path("link"))
    #expect(try temporary.read("outside/kept") == "kept")
  }

  @Test func temporaryDirectoriesArePrivateAndDistinct() throws {
    let first = try TemporaryDirectory()
    let second = try TemporaryDirectory()
    #expect(first.path != second.path)
    #expect(try FileSystem.status(first.path).mode == 0o700)
  }

  @Test func resolvesPaths() throws {
    let temporary = try TemporaryDirectory()
    try FileSystem.makeDirectories(temporary.path("real"))
    try link("real", at: temporary.path("link"))
    let root = try FileSystem.realPath(temporary.path)
    #expect(try FileSystem.realPath(temporary.path("link/../link")) == root + "/real")
    #expect(try FileSystem.realPath("/proc/self/cwd") == FileSystem.currentDirectory())
    #expect(throws: SystemError.self) { _ = try FileSystem.realPath(temporary.path("absent")) }
  }

  @Test func tellsWhatIsAllowed() throws {
    let temporary = try TemporaryDirectory()
    let path = try temporary.write("f", "", mode: 0o600)
    #expect(FileSystem.allows(.read, path))
    #expect(!FileSystem.allows(.execute, path))
    #expect(!FileSystem.allows(.read, temporary.path("absent")))
    #expect(FileSystem.allows(.execute, "/bin/sh"))
    try link("absent", at: temporary.path("dangling"))
    #expect(FileSystem.exists(temporary.path("dangling")))
  }
}
