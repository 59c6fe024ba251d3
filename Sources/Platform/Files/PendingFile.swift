internal import CLinux
internal import Glibc

/// A file that is written without a name and gets its real one only when it is complete: `commit`
/// publishes it, any other end leaves nothing, not even a kill.
///
/// Where the file system knows no files without a name (O_TMPFILE) it has a random one until then.
/// `file` is the new inode itself, locked: a lock on it is held before others first see its name.
package struct PendingFile: ~Copyable, Sendable {
  package let file: OwnedFile
  private var entry: PendingEntry

  /// Creates an empty file in `directory`, with its final owner and mode before its first byte.
  package init(
    in directory: borrowing Directory, mode: UInt32, owner: (user: UInt32, group: UInt32)? = nil
  ) throws(SystemError) {
    var entry = PendingEntry(in: try directory.duplicate())
    // 0600 first: until its owner is set the file is nobody else's to open.
    let file = try entry.open(mode: 0o600)
    if let owner { try file.setOwner(owner.user, group: owner.group) }
    try file.setMode(mode)
    self.file = file
    self.entry = entry
  }

  /// Appends to the content.
  package borrowing func write(_ bytes: Span<UInt8>) throws(SystemError) {
    try file.write(bytes)
  }

  /// Lets the medium begin with what was written, while other files are made ready: `commit` then
  /// has less to wait for. Says nothing about success, which `commit` does.
  package borrowing func startWriting() {
    linux_start_writing(file.descriptor)
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
    try entry.publish(file, as: name, replacing: !exclusive)
    try entry.syncDirectory()
    return file
  }

  /// As `commit`, without making the name durable: for files that share a directory, which is then
  /// to be synced once for all of them. Until that the file may lose its name if the power fails.
  package consuming func publish(
    as name: String, exclusive: Bool = false
  ) throws(SystemError) -> OwnedFile {
    try file.sync()
    try entry.publish(file, as: name, replacing: !exclusive)
    return file
  }

  /// Removes what was written so far.
  package consuming func discard() {}

  /// How the names of unfinished files begin; one that nobody has locked was left by a crash.
  package static let namePrefix = ".keyroll-new-"
}

/// The place of a file in the making: no name, or a temporary one that is removed at the end of its
/// life unless the file was published.
struct PendingEntry: ~Copyable, Sendable {
  private let directory: Directory
  /// The temporary name, while there is one.
  private var name: String?

  init(in directory: consuming Directory) { self.directory = directory }

  deinit {
    if let name { try? directory.unlink(name) }
  }

  mutating func open(mode: UInt32) throws(SystemError) -> OwnedFile {
    if let file = try directory.openUnnamed(mode: mode) { return file }
    while true {
      let candidate = try RandomName.make(prefix: PendingFile.namePrefix)
      let file = try directory.openFile(candidate, .create(mode: mode, exclusive: true))
      name = candidate
      // Whoever tidies up may have taken it for abandoned before it was locked.
      if try file.lock(exclusive: true, wait: false), try file.status().links == 1 { return file }
    }
  }

  mutating func publish(
    _ file: borrowing OwnedFile, as final: String, replacing: Bool
  ) throws(SystemError) {
    if name == nil, try !give(file, final, replacing: replacing) {
      // Only a rename replaces, and a rename needs a name: for that moment there is one.
      let temporary = try RandomName.make(prefix: PendingFile.namePrefix)
      try directory.link(file, as: temporary)
      name = temporary
    }
    if let name {
      try directory.rename(name, to: final, replacing: replacing)
      self.name = nil
    }
  }

  borrowing func syncDirectory() throws(SystemError) {
    try directory.sync()
  }

  /// Whether the file could have the name at once, because it was free.
  private func give(
    _ file: borrowing OwnedFile, _ final: String, replacing: Bool
  ) throws(SystemError) -> Bool {
    do throws(SystemError) {
      try directory.link(file, as: final)
      return true
    } catch {
      guard error.errno == EEXIST, replacing else { throw error }
      return false
    }
  }
}

extension Directory {
  /// A locked file without a name; nil where the file system, or a missing /proc, forbids it.
  fileprivate borrowing func openUnnamed(mode: UInt32) throws(SystemError) -> OwnedFile? {
    guard FileSystem.exists("/proc/self/fd") else { return nil }
    let flags = LINUX_O_TMPFILE
    do throws(SystemError) {
      let file = OwnedFile(
        descriptor: CInt(
          try systemCall("openat") {
            unsafe linux_openat(descriptor, ".", flags | O_RDWR | O_CLOEXEC, mode)
          }))
      _ = try file.lock(exclusive: true, wait: false)
      return file
    } catch {
      switch error.errno {
      case EOPNOTSUPP, EISDIR, ENOENT, EINVAL, ENOSYS: return nil
      default: throw error
      }
    }
  }

  fileprivate borrowing func link(
    _ file: borrowing OwnedFile, as name: String
  ) throws(SystemError) {
    let name = try component(name)
    let entry = "/proc/self/fd/\(file.descriptor)"
    try systemCall("linkat", path: name) { unsafe linux_link_descriptor(entry, descriptor, name) }
  }

  /// Removes unfinished files of this user that a crash left: those that nobody holds.
  package borrowing func removeAbandoned() throws(SystemError) {
    for name in try entries() where name.hasPrefix(PendingFile.namePrefix) {
      guard let status = try? status(of: name), status.kind == .regular,
        status.owner == User.current.identifier,
        let file = try? openFile(name, .readWrite),
        (try? file.lock(exclusive: true, wait: false)) == true
      else { continue }
      try unlink(name)
    }
  }
}
