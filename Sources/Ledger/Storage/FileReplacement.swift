import Platform

extension FileStorage {
  package func replacement() throws(StorageError) -> any LedgerReplacement {
    precondition(isLocked || file == nil, "Ledger: writing needs the lock")
    removeLeftovers()
    return try reported { () throws(SystemError) in
      FileReplacement(
        try ReplacementFile(of: path, on: device, owner: try file?.status().owner), of: self)
    }
  }

  /// Unfinished replacements of writers that died. Only who holds the lock of the vault can make
  /// one.
  private func removeLeftovers() {
    guard file != nil, let names = try? device.entries(of: path.directory) else { return }
    for name in names where name.hasPrefix(path.temporaryPrefix) {
      try? device.remove("\(path.directory)/\(name)")
    }
  }

  /// Goes on with a file that has just taken the name and whose lock is held.
  fileprivate func adopt(_ new: any DeviceFile) {
    file = new
    isLocked = true
    doubt = nil
    nameIsDurable = false
  }
}

/// The next file of a `FileStorage`.
private final class FileReplacement: LedgerReplacement {
  private let new: ReplacementFile
  private let storage: FileStorage

  init(_ new: ReplacementFile, of storage: FileStorage) {
    self.new = new
    self.storage = storage
  }

  func write(_ bytes: [UInt8]) throws(StorageError) {
    do { try new.write(bytes) } catch { throw .failed(error) }
  }

  func commit() throws(StorageError) {
    precondition(storage.isLocked || storage.file == nil, "Ledger: writing needs the lock")
    do { try publish() } catch {
      new.discard()
      throw error
    }
    storage.adopt(new.file)
    do { try storage.makeNameDurable() } catch {
      // The name is there but may be lost: another replacement gives the directory something new to
      // sync.
      guard case .failed(let cause) = error else { throw error }
      throw .ambiguous(cause)
    }
  }

  private func publish() throws(StorageError) {
    try reported { () throws(SystemError) in try new.sync() }
    // Locked before it has its name: nobody else can write it until this writer is done.
    guard try reported({ () throws(SystemError) in try new.file.tryLock() }) else {
      throw .locked
    }
    try reported { () throws(SystemError) in try new.rename(replacing: storage.file != nil) }
  }

  func discard() { new.discard() }
}
