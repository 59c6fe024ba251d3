internal import Glibc

/// A file that is written under a name of its own and gets its real name only when it is complete:
/// `commit` publishes it, any other end removes it.
///
/// `file` is the new inode itself; a lock taken on it before `commit` is already held when others
/// first see it under its name.
package struct PendingFile: ~Copyable, Sendable {
  package let file: OwnedFile
  private var entry: TemporaryEntry

  /// Creates an empty file in `directory`, with its final owner and mode before its first byte.
  package init(
    in directory: borrowing Directory, mode: UInt32, owner: (user: UInt32, group: UInt32)? = nil
  ) throws(SystemError) {
    let name = try RandomName.make(prefix: Self.namePrefix)
    let home = try directory.duplicate()
    // 0600 first: until its owner is set the file is nobody else's to open.
    let file = try directory.openFile(name, .create(mode: 0o600, exclusive: true))
    let entry = TemporaryEntry(in: home, name: name)
    if let owner { try file.setOwner(owner.user, group: owner.group) }
    try file.setMode(mode)
    self.file = file
    self.entry = entry
  }

  /// Appends to the content.
  package borrowing func write(_ bytes: Span<UInt8>) throws(SystemError) {
    try file.write(bytes)
  }

  /// Makes the file durable, gives it its name and makes that durable. With `exclusive` a taken
  /// name is refused (EEXIST).
  ///
  /// An error from "fsync" on the directory means that the file has its name now but may lose it if
  /// the power fails: the outcome is unknown, not failed.
  package consuming func commit(
    as name: String, exclusive: Bool = false
  ) throws(SystemError) -> OwnedFile {
    try file.sync()
    try entry.publish(as: name, replacing: !exclusive)
    return file
  }

  /// Removes what was written so far.
  package consuming func discard() {}

  /// How the names of unfinished files begin; one that is found was left by a crash.
  package static let namePrefix = ".keyroll-new-"
}

/// A temporary name in a directory, removed at the end of its life unless it was published.
struct TemporaryEntry: ~Copyable, Sendable {
  private let directory: Directory
  private let name: String
  private var isPublished = false

  init(in directory: consuming Directory, name: String) {
    self.directory = directory
    self.name = name
  }

  deinit {
    if !isPublished { try? directory.unlink(name) }
  }

  mutating func publish(as final: String, replacing: Bool) throws(SystemError) {
    try directory.rename(name, to: final, replacing: replacing)
    isPublished = true
    try directory.sync()
  }
}
