import Platform

extension FileStorage {
  @discardableResult package func lock(waiting: Bool) throws(StorageError) -> Bool {
    precondition(!isLocked, "Ledger: a storage is locked once")
    if let refusal { throw .readOnly(refusal) }
    while let file {
      try waitForLock(of: file, patience: waiting ? patience : 0)
      if try hasName(file) { break }
      // A replacement took the name meanwhile: the lock of the old inode keeps nobody away.
      file.unlock()
      try followReplacement()
    }
    isLocked = true
    return takeNews()
  }

  package func unlock() {
    guard isLocked else { return }
    isLocked = false
    file?.unlock()
  }

  private func waitForLock(
    of file: any DeviceFile, patience: Int
  ) throws(StorageError) {
    var waited = 0
    var step = 1
    while try !reported({ () throws(SystemError) in try file.tryLock() }) {
      guard waited < patience else { throw .locked }
      device.pause(milliseconds: step)
      waited += step
      step = min(step * 2, 16)
    }
  }
}
