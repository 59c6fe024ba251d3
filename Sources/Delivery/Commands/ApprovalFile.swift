import Platform

/// Where a machine keeps which commands of one vault it may run.
package struct ApprovalFile: Sendable {
  private static let name = "approved-commands"
  private static let limit = 4 << 20

  /// The directory in which this machine remembers the vault.
  private let directory: String

  package init(in directory: String) {
    self.directory = directory
  }

  private var path: String { "\(directory)/\(Self.name)" }

  /// What is approved: nothing where there is no file yet.
  package func read() throws(ApprovalError) -> ApprovedCommands {
    guard FileSystem.exists(directory) else { return ApprovedCommands() }
    return try read(in: try open())
  }

  /// Changes what is approved, against others who do so at the same time; durable when it returns.
  package func change(_ body: (inout ApprovedCommands) -> Void) throws(ApprovalError) {
    let lock = try locked()
    let directory = try open()
    let old = try read(in: directory)
    var new = old
    body(&new)
    if new != old { try write(new, in: directory) }
    try? lock.unlock()
  }

  private func open() throws(ApprovalError) -> Directory {
    let directory = try system { () throws(SystemError) in try Directory.open(self.directory) }
    let status = try system { () throws(SystemError) in try directory.status() }
    guard [0, CurrentProcess.user].contains(status.owner), status.mode & 0o022 == 0 else {
      throw .unsafeDirectory(path: self.directory)
    }
    return directory
  }

  private func locked() throws(ApprovalError) -> OwnedFile {
    try system { () throws(SystemError) in
      try FileSystem.makeDirectories(directory)
      let directory = try OwnedFile.open(directory, .read)
      _ = try directory.lock(exclusive: true, wait: true)
      return directory
    }
  }

  private func read(in directory: borrowing Directory) throws(ApprovalError) -> ApprovedCommands {
    guard let status = try status(in: directory) else { return ApprovedCommands() }
    try check(status)
    let text = try system { () throws(SystemError) in
      let file = try directory.openFile(Self.name, .read)
      // What was looked at and what is read must be one file.
      guard try file.status().isSameFile(as: status) else { throw SystemError.busy() }
      return try file.readAll(limit: Self.limit)
    }
    do throws(ApprovedCommands.BadLine) {
      return try ApprovedCommands(text: text)
    } catch {
      throw .garbage(path: path, line: error.number)
    }
  }

  private func status(in directory: borrowing Directory) throws(ApprovalError) -> FileStatus? {
    do throws(SystemError) {
      return try directory.status(of: Self.name)
    } catch {
      if error.name == "ENOENT" { return nil }
      throw .system(error.at(path))
    }
  }

  private func check(_ status: FileStatus) throws(ApprovalError) {
    guard status.kind == .regular, status.links == 1 else { throw .notRegular(path: path) }
    guard status.owner == CurrentProcess.user else { throw .ownedByOther(path: path) }
    guard status.mode & 0o077 == 0 else { throw .openToOthers(path: path, mode: status.mode) }
  }

  private func write(
    _ approved: ApprovedCommands, in directory: borrowing Directory
  ) throws(ApprovalError) {
    let text = approved.text
    try system { () throws(SystemError) in
      try AtomicFile.replace(in: directory, name: Self.name, mode: 0o600, contents: text.span)
    }
  }

  private func system<R: ~Copyable>(
    _ body: () throws(SystemError) -> R
  ) throws(ApprovalError) -> R {
    do throws(SystemError) {
      return try body()
    } catch {
      throw .system(error.path == nil ? error.at(path) : error)
    }
  }
}
