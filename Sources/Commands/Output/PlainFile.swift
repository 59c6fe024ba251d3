import Platform

/// A file for the user that holds no secret.
enum PlainFile {
  /// Whole and durable, in place of what has the name; readable by its owner alone.
  static func write(_ bytes: [UInt8], to path: String) throws(CommandError) {
    do throws(SystemError) {
      let (parent, name) = FileSystem.split(path)
      try AtomicFile.replace(
        in: try Directory.open(parent), name: name, mode: 0o600, owner: nil, contents: bytes.span)
    } catch {
      throw .system(error.at(path))
    }
  }
}
