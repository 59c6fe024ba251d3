import Platform

/// A directory for one run, removed with everything in it.
struct Workspace: ~Copyable {
  let path: String

  init() throws {
    path = try FileSystem.temporaryDirectory(prefix: "keyroll-bench-")
  }

  deinit { try? FileSystem.removeTree(path) }

  /// A new directory of that name.
  func directory(_ name: String) throws -> String {
    try FileSystem.makeDirectories("\(path)/\(name)")
    return "\(path)/\(name)"
  }
}
