import Platform
import TestSupport

/// A temporary directory that a suite can keep as a stored property, under its real path: on some
/// machines the way to it leads through a symbolic link.
final class TemporaryPlace: Sendable {
  let root: String

  init() throws {
    root = try FileSystem.realPath(FileSystem.temporaryDirectory(prefix: "keyroll-test-"))
  }

  deinit { try? FileSystem.removeTree(root) }

  func path(_ name: String) -> String { root + "/" + name }

  func write(_ name: String, _ text: String, mode: UInt32 = 0o600) throws {
    let file = try OwnedFile.open(path(name), .create(mode: 0o600, exclusive: true))
    try file.write(Array(text.utf8))
    try file.setMode(mode)
  }

  func read(_ name: String) throws -> String {
    let bytes = try OwnedFile.open(path(name), .read).readAll(limit: 1 << 20)
    return String(decoding: bytes, as: UTF8.self)
  }

  func status(_ name: String) throws -> FileStatus { try FileSystem.linkStatus(path(name)) }

  func names() throws -> [String] { try Directory.open(root).entries() }

  /// Makes a directory below and returns its path.
  @discardableResult
  func makeDirectory(_ name: String) throws -> String {
    try FileSystem.makeDirectories(path(name))
    return path(name)
  }

  /// Runs a program in this directory; a failure is an error.
  func run(_ program: String, _ arguments: String...) throws {
    let result = try runProgram(
      program, arguments,
      environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": root, "LC_ALL": "C"],
      directory: root)
    guard result.status == 0 else { throw ProgramFailed(program: program, text: result.errorText) }
  }
}

struct ProgramFailed: Error {
  let program: String
  let text: String
}
