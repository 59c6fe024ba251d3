import Platform

/// A directory of its own for one test, removed with everything in it at the end of its life.
///
/// Not copyable, so that it lives to the end of the scope that declares it, not only to its last use.
package struct TemporaryDirectory: ~Copyable {
  package let path: String

  package init() throws {
    path = try FileSystem.temporaryDirectory(prefix: "keyroll-test-")
  }

  deinit { try? FileSystem.removeTree(path) }

  /// The path of a name in this directory.
  package func path(_ name: String) -> String { path + "/" + name }

  /// Makes a file with this content and returns its path.
  @discardableResult
  package func write(_ name: String, _ text: String, mode: UInt32 = 0o600) throws -> String {
    let file = try OwnedFile.open(path(name), .create(mode: mode, exclusive: true))
    try file.write(Array(text.utf8))
    try file.setMode(mode)
    return path(name)
  }

  /// The content of a file in this directory.
  package func read(_ name: String) throws -> String {
    let bytes = try OwnedFile.open(path(name), .read).readAll(limit: 64 << 20)
    return String(decoding: bytes, as: UTF8.self)
  }
}
