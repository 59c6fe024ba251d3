import Platform

extension FileStorage {
  package func append(
    _ frames: [[UInt8]], expecting position: LedgerPosition
  ) throws(StorageError) {
    let file = try writableFile()
    guard try length() == position.length else { throw .conflict }
    try makeNameDurable()
    var end = position.length
    for frame in frames {
      // One frame is durable before the next begins, so a crash leaves at most one that is torn.
      do { try file.write(frame, at: end) } catch {
        throw takeBack(to: position.length, of: file, after: error)
      }
      do { try file.sync() } catch { throw abandon(at: position.length, file, error) }
      end += frame.count
    }
  }

  package func cutBack(to length: Int) throws(StorageError) {
    let file = try writableFile()
    try reported { () throws(SystemError) in try file.truncate(to: length) }
    do { try file.sync() } catch {
      doubt = error
      throw .ambiguous(error)
    }
  }

  private func writableFile() throws(StorageError) -> any DeviceFile {
    precondition(isLocked, "Ledger: writing needs the lock")
    guard let file, !mustBeReplaced else { throw .conflict }
    return file
  }

  /// After a write that failed. What it left is gone for certain once the shorter length is
  /// durable; until then blocks of it could come back between those of a later frame.
  private func takeBack(
    to length: Int, of file: any DeviceFile, after error: SystemError
  ) -> StorageError {
    do {
      try file.truncate(to: length)
      try file.sync()
      return .failed(error)
    } catch {
      return abandon(at: length, file, error)
    }
  }

  /// After an fsync that failed. The kernel may have marked unwritten pages as clean, so neither a
  /// second fsync nor what is read back would prove anything. The frames are cut off, so that no
  /// other process builds upon them, and the file is left to be replaced.
  private func abandon(
    at length: Int, _ file: any DeviceFile, _ error: SystemError
  ) -> StorageError {
    doubt = error
    try? file.truncate(to: length)
    return .ambiguous(error)
  }
}
