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
      do { try file.sync() } catch { throw abandon(at: end, file, error) }
      end += frame.count
    }
  }

  package func cutBack(to length: Int) throws(StorageError) {
    let file = try writableFile()
    do { try shorten(file, to: length) } catch {
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
      try shorten(file, to: length)
      return .failed(error)
    } catch {
      doubt = error
      return .ambiguous(error)
    }
  }

  /// Cuts the file off, durably and from its end. A cut inside a block clears the rest of the block
  /// at once, and the length may follow later: were there whole frames beyond, a crash in between
  /// would leave them behind a hole, which is damage. So the file first ends at ever smaller blocks,
  /// the largest of which no file system exceeds.
  private func shorten(_ file: any DeviceFile, to length: Int) throws(SystemError) {
    var end = try file.status().size
    var block = 1 << 16
    while block >= 512 {
      let aligned = (length + block - 1) / block * block
      if aligned < end {
        try file.truncate(to: aligned)
        try file.sync()
        end = aligned
      }
      block /= 2
    }
    guard length < end else { return }
    try file.truncate(to: length)
    try file.sync()
  }

  /// After an fsync that failed. The kernel may have marked unwritten pages as clean, so neither a
  /// second fsync nor what is read back would prove anything. The frame is cut off, so that no other
  /// process builds upon it, and the file is left to be replaced. Frames before it are durable:
  /// without them the cut would clear a block in front of this one.
  private func abandon(
    at length: Int, _ file: any DeviceFile, _ error: SystemError
  ) -> StorageError {
    doubt = error
    try? file.truncate(to: length)
    return .ambiguous(error)
  }
}
