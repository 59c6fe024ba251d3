import ByteCoding
import Cryptography

extension Ledger {
  /// Frames after the last checkpoint above which a new one is due, in bytes, at the least.
  static let checkpointThreshold = 256 << 10

  /// Whether the frames after the last checkpoint have outgrown it.
  package var checkpointIsDue: Bool {
    let start = contents.base?.after.position ?? 0
    let pages = contents.base?.pageBytes ?? 0
    return !isReadOnly && !contents.fold.state.metUnknown
      && contents.chain.settled.position - start > max(Self.checkpointThreshold, pages / 8)
  }

  /// Writes a checkpoint if one is due: the records of the last one with `changes` made to them.
  ///
  /// A checkpoint is a cache. When this throws, nothing is lost; when another process wrote
  /// meanwhile, nothing is done.
  /// - Parameter changes: what the transactions after the checkpoint changed, as far as they were
  ///   applied; nil removes a record. Keys must not begin with "b".
  /// - Returns: whether one was written; the records are then the new ones, and the changes empty.
  @discardableResult
  package func writeCheckpointIfDue(
    changes: [[UInt8]: [UInt8]?]
  ) throws(LedgerError) -> Bool {
    guard checkpointIsDue else { return false }
    return try writeCheckpoint(changes: changes)
  }

  /// Writes a checkpoint now; see `writeCheckpointIfDue`.
  @discardableResult
  package func writeCheckpoint(changes: [[UInt8]: [UInt8]?]) throws(LedgerError) -> Bool {
    guard !contents.fold.state.metUnknown else { throw .unknownEvents }
    guard !isReadOnly else { throw .readOnly }
    try interruptGroup()
    let replaced = try stored { () throws(StorageError) in try storage.lock() }
    defer { storage.unlock() }
    mustReopen = mustReopen || replaced
    let length = try stored { () throws(StorageError) in try storage.length() }
    guard !mustReopen, !storage.mustBeReplaced, contents.torn == nil, length == contents.end,
      contents.tail.unread.isEmpty
    else { return false }
    try writePages(changes)
    records = RecordPages(contents)
    try noteWritten()
    return true
  }

  /// Appends each page as soon as it is full: a large checkpoint is never in memory as a whole. Pages
  /// that are left without an index, because one after them could not be written, mean nothing.
  private func writePages(_ changes: [[UInt8]: [UInt8]?]) throws(LedgerError) {
    var writer = CheckpointWriter(
      continuing: FrameWriter(continuing: contents.chain.settled, with: sealer),
      generation: generation, keys: contents.ring.present)
    var all = changes
    for (address, position) in contents.tail.blobs {
      all[BlobRecord.key(for: address)] = BlobRecord.value(position)
    }
    try merge(all) { (record) throws(LedgerError) in
      try writer.add(record)
      try append(writer.takeFrames())
    }
    let (index, place) = try writer.finish(
      foldVersion: domain.version, state: contents.fold.state)
    let last = writer.takeFrames()
    try append(last) { Checkpoint(index: index, place: place, after: $0) }
  }

  /// Appends frames of a checkpoint; what completes it, if they do, follows from the chain after them.
  private func append(
    _ frames: [[UInt8]], completing: ((ChainState) -> Checkpoint)? = nil
  ) throws(LedgerError) {
    guard !frames.isEmpty else { return }
    var next = try contents.reading(frames)
    next.checkpoint = completing?(next.chain.settled)
    try append(next)
  }

  /// Gives the records of the checkpoint with changes made to them, in ascending order.
  private func merge(
    _ changes: [[UInt8]: [UInt8]?], _ body: (StateRecord) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    let keys = changes.keys.sorted { $0.lexicographicallyPrecedes($1) }
    var next = 0
    func flush(before key: [UInt8]?) throws(LedgerError) {
      while next < keys.count {
        if let key, !keys[next].lexicographicallyPrecedes(key) { return }
        if let value = changes[keys[next]] ?? nil {
          try body(StateRecord(key: keys[next], value: value))
        }
        next += 1
      }
    }
    // Page by page, and not from those that are kept for look-ups: each is wanted once.
    let pages = contents.base?.index.pages ?? []
    var window = window()
    for page in pages {
      let records = try window.records(of: page, ring: contents.ring)
      for record in (0..<records.count).lazy.map({ records[$0] }) {
        try flush(before: record.key)
        if next < keys.count, keys[next] == record.key { continue }
        try body(record)
      }
    }
    try flush(before: nil)
  }
}
