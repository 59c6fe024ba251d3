package import Platform

/// The files in which this machine notes uses until they join the ledger
/// (`Ledger.docc/Specification.md`, section 8.1).
///
/// Nothing is synced and nobody waits for long: a read must not become slow for being noted.
package struct UseJournal: Sendable {
  package static let name = "uses"
  package static let joiningName = "uses.joining"
  private static let summingName = "uses.new"

  /// Each time that a journal has grown by so many bytes, it is summed.
  private static let step = 64 << 10
  /// No journal is larger, in bytes.
  private static let limit = 8 << 20
  /// Whoever holds a lock needs it for much less, in milliseconds, unless it was stopped.
  private static let patience = 50
  private static let attempts = 8

  /// The state directory of the vault.
  package let directory: String

  package init(directory: String) {
    self.directory = directory
  }

  /// Adds records at the end.
  /// - Returns: the size of the journal where it is time to think of summing.
  package func add(_ records: [UInt8]) throws(SystemError) -> Int? {
    for _ in 0..<Self.attempts {
      let file = try openToAdd()
      try file.lock(exclusive: false, withinMilliseconds: Self.patience)
      // Whoever joins or sums reads no more than what was there when the name went.
      guard let before = try size(of: file, named: Self.name) else { continue }
      guard before + records.count <= Self.limit else {
        throw SystemError.tooLarge(path(Self.name))
      }
      do throws(SystemError) { try file.write(records) } catch { throw error.at(path(Self.name)) }
      let after = before + records.count
      return after / Self.step > before / Self.step ? after : nil
    }
    throw SystemError.busy(path(Self.name))
  }

  private func openToAdd() throws(SystemError) -> OwnedFile {
    do throws(SystemError) { return try open(Self.name, .append(mode: 0o600)) } catch {
      guard error.name == "ENOENT" else { throw error }
    }
    try FileSystem.makeDirectories(directory, mode: 0o700)
    return try open(Self.name, .append(mode: 0o600))
  }

  /// Replaces what is there by what `sum` makes of it; does nothing where somebody else is at work.
  /// - Returns: the size of the journal now.
  package func sum(_ sum: ([UInt8]) -> [UInt8]?) throws(SystemError) -> Int? {
    let file = try open(Self.name, .read)
    guard try file.lock(exclusive: true, wait: false),
      try size(of: file, named: Self.name) != nil,
      let summed = sum(try file.readAll(limit: 2 * Self.limit))
    else { return nil }
    let new = try open(Self.summingName, .create(mode: 0o600, exclusive: false))
    try new.truncate(to: 0)
    try new.write(summed)
    try Directory.open(directory).rename(Self.summingName, to: Self.name)
    return summed.count
  }

  /// The bytes of both files; empty where there is no file, or somebody is joining it right now.
  package func contents() throws(SystemError) -> (joining: [UInt8], new: [UInt8]) {
    (try bytes(of: Self.joiningName, unlessLocked: true), try bytes(of: Self.name))
  }

  /// Whether there is anything to join.
  package var isEmpty: Bool {
    !FileSystem.exists(path(Self.name)) && !FileSystem.exists(path(Self.joiningName))
  }

  /// Takes what is to join the ledger now: what somebody left behind who died, or else everything
  /// that was added so far. Nil when there is nothing, or when somebody else has it.
  package func take() throws(SystemError) -> JoiningUses? {
    if let left = try openIfThere(Self.joiningName) {
      guard try left.lock(exclusive: true, wait: false),
        try size(of: left, named: Self.joiningName) != nil
      else { return nil }
      return try JoiningUses(left, isLeft: true)
    }
    guard let file = try openIfThere(Self.name) else { return nil }
    try file.lock(exclusive: true, withinMilliseconds: Self.patience)
    guard try size(of: file, named: Self.name) != nil else { return nil }
    do throws(SystemError) {
      try Directory.open(directory).rename(Self.name, to: Self.joiningName, replacing: false)
    } catch {
      guard error.name == "EEXIST" else { throw error }
      return nil
    }
    return try JoiningUses(file, isLeft: false)
  }

  /// Removes what has joined the ledger. It is still locked, so that nobody else removed it and put
  /// another in its place.
  package func remove(_ joined: borrowing JoiningUses) throws(SystemError) {
    guard try size(of: joined.file, named: Self.joiningName) != nil else { return }
    try Directory.open(directory).unlink(Self.joiningName)
  }

  private func bytes(
    of name: String, unlessLocked: Bool = false
  ) throws(SystemError) -> [UInt8] {
    guard let file = try openIfThere(name) else { return [] }
    if unlessLocked, try !file.lock(exclusive: false, wait: false) { return [] }
    return try file.readAll(limit: 2 * Self.limit)
  }

  /// The size of an open file; nil when it does not have that name any more.
  private func size(
    of file: borrowing OwnedFile, named name: String
  ) throws(SystemError) -> Int? {
    let status = try file.status()
    do throws(SystemError) {
      return try FileSystem.linkStatus(path(name)).isSameFile(as: status) ? status.size : nil
    } catch {
      guard error.name == "ENOENT" else { throw error }
      return nil
    }
  }

  private func openIfThere(_ name: String) throws(SystemError) -> OwnedFile? {
    do throws(SystemError) { return try open(name, .read) } catch {
      guard error.name == "ENOENT" else { throw error }
      return nil
    }
  }

  private func open(_ name: String, _ access: Access) throws(SystemError) -> OwnedFile {
    try OwnedFile.open(path(name), access, followingSymlinks: false, waiting: false)
  }

  private func path(_ name: String) -> String { "\(directory)/\(name)" }
}

/// Uses on their way into the ledger. Nobody else takes them while this is there.
package struct JoiningUses: ~Copyable {
  let file: OwnedFile
  package let bytes: [UInt8]
  /// Whether somebody else began to join them: some may be in the ledger.
  package let isLeft: Bool

  fileprivate init(_ file: consuming OwnedFile, isLeft: Bool) throws(SystemError) {
    bytes = try file.readAll(limit: 16 << 20)
    self.file = file
    self.isLeft = isLeft
  }
}
