package import ByteCoding
import Cryptography

/// What a compaction leaves out, and says.
package struct Compaction: Sendable {
  package var dropping: Set<BlobAddress>
  /// The transaction to write with it; it may have no events.
  package var draft: TransactionDraft

  package init(dropping: Set<BlobAddress>, draft: TransactionDraft) {
    self.dropping = dropping
    self.draft = draft
  }
}

extension Ledger {
  /// Writes the vault anew without what is not needed: blobs that are to be dropped, blobs that a
  /// later one took the place of, old checkpoints. Bodies, signatures and their order stay.
  ///
  /// The checkpoint is written again where it was, so that whoever holds changes to its records can
  /// keep them.
  /// - Parameters:
  ///   - resealing: also seals every frame and blob under the present epoch's keys, which makes the
  ///     keys of older epochs open nothing in this file. Gives the key that a blob's value belongs
  ///     to; blobs that it does not know stay as they are.
  ///   - decide: says what to drop, under the lock, on what is there then.
  package func compact<E: Error>(
    resealing: ((BlobAddress) -> Identifier?)? = nil, reset: () -> Void,
    apply: (TransactionBody) -> Void, decide: () throws(E) -> Compaction
  ) throws(TransactionFailure<E>) {
    try TransactionFailure<E>.wrapping { () throws(LedgerError) in
      guard !contents.fold.state.metUnknown else { throw .unknownEvents }
      try interruptGroup()
      try lockAndCatchUp(reset: reset, apply: apply)
    }
    defer { storage.unlock() }
    let wish: Compaction
    do throws(E) { wish = try decide() } catch { throw .refused(error) }
    try TransactionFailure<E>.wrapping { () throws(LedgerError) in
      try rewrite(wish, resealing, apply)
    }
  }

  private func rewrite(
    _ wish: Compaction, _ resealing: ((BlobAddress) -> Identifier?)?,
    _ apply: (TransactionBody) -> Void
  ) throws(LedgerError) {
    guard !contents.fold.state.metUnknown else { throw .unknownEvents }
    let cause: GenerationCause = resealing == nil ? .compacted : .resealed
    let plan = try plan(cause, slots: slots, newEpoch: false)
    let header = try header(for: plan)
    let transaction = try sign(wish.draft, with: plan.events(naming: header))
    var rewriting = Rewriting(
      self, dropping: wish.dropping, resealing: resealing, header: header)
    try replace(header: header) { (file) throws(LedgerError) in
      try scan { (placed, _, state) throws(LedgerError) in
        try rewriting.take(placed, state)
        try rewriting.write(to: file)
        return true
      }
      try rewriting.close(transaction.signed, blobs: wish.draft.blobs)
      try rewriting.write(to: file)
    }
    let seen = contents.tail.transactions
    let fresh = try Contents.read(
      storage, header: try Self.readHeader(storage),
      ring: contents.ring.advanced(to: plan.keys), domain: domain)
    contents = fresh
    mustReopen = false
    contents.tail.unread = []
    contents.tail.transactions.formUnion(seen)
    forgetPlaces()
    finishKey(of: transaction)
    apply(transaction.body)
    try writeWitness()
  }
}

/// The frames of a vault in the making, around the bodies of the present one.
private struct Rewriting {
  private let ledger: Ledger
  private let dropping: Set<BlobAddress>
  private let keyOf: ((BlobAddress) -> Identifier?)?
  private let header: HeaderCopy
  private var writer: FrameWriter
  /// Where the payloads that have been taken start now.
  private var moved: [Int: Int] = [:]

  init(
    _ ledger: Ledger, dropping: Set<BlobAddress>, resealing: ((BlobAddress) -> Identifier?)?,
    header: HeaderCopy
  ) {
    self.ledger = ledger
    self.dropping = dropping
    keyOf = resealing
    self.header = header
    writer = FrameWriter(
      continuing: .start(of: ledger.vaultID), with: ledger.sealer)
  }

  mutating func take(_ placed: PlacedPayload, _ state: LedgerState) throws(LedgerError) {
    switch placed.payload {
    case .transactions(let bodies, let blobs):
      let kept = try keeping(blobs, of: placed)
      moved[placed.position] = writer.state.position
      try add(
        .transactions(bodies, blobs: kept), generation: placed.generation,
        keys: try keys(of: placed.epoch))
    case .page: return
    case .index:
      guard let base = ledger.contents.base, base.place.sequence == placed.sequence else { return }
      try rewrite(base, generation: placed.generation, keys: try keys(of: placed.epoch))
    }
  }

  /// The last payload: the transaction that names the new header.
  mutating func close(_ signed: SignedBody, blobs: [SealedBlob]) throws(LedgerError) {
    let blobs = blobs.sorted { $0.address < $1.address }
    try add(
      .transactions([signed], blobs: blobs), generation: header.header.generation,
      keys: ledger.contents.ring.present)
  }

  mutating func write(to file: any LedgerReplacement) throws(LedgerError) {
    for frame in writer.takeFrames() {
      try stored { () throws(StorageError) in try file.write(frame) }
    }
  }

  private mutating func add(
    _ payload: Payload, generation: UInt64, keys: EpochKeys
  ) throws(LedgerError) {
    let place = try keyed { () throws(CryptographyError) in
      try writer.add(payload, generation: generation, keys: keys)
    }
    guard place != nil else { throw .limit(.payload) }
  }

  private func keys(of epoch: UInt32) throws(LedgerError) -> EpochKeys {
    let ring = ledger.contents.ring
    guard keyOf == nil else { return ring.present }
    let keys = try keyed { () throws(CryptographyError) in try ring.keys(of: epoch) }
    guard let keys else { throw .readOnly }
    return keys
  }

  /// The blobs of a payload that are still the latest of their address and wanted.
  private func keeping(
    _ blobs: [SealedBlob], of placed: PlacedPayload
  ) throws(LedgerError) -> [SealedBlob] {
    var kept: [SealedBlob] = []
    for blob in blobs where !dropping.contains(blob.address) {
      guard try ledger.position(of: blob.address) == placed.position else { continue }
      kept.append(try resealed(blob, of: placed))
    }
    return kept
  }

  private func resealed(
    _ blob: SealedBlob, of placed: PlacedPayload
  ) throws(LedgerError) -> SealedBlob {
    guard let key = keyOf?(blob.address) else { return blob }
    let ids = ValueIDs(key: key, version: blob.address.version, field: blob.address.field)
    do throws(ReadFault) {
      return try ledger.sealing.reseal(blob, ids: ids, from: ledger.contents.ring)
    } catch {
      throw error.at(placed.sequence, ledger.contents.header.framesOffset + placed.position)
    }
  }

  /// The latest checkpoint with the places that its blobs have now.
  private mutating func rewrite(
    _ base: Checkpoint, generation: UInt64, keys: EpochKeys
  ) throws(LedgerError) {
    var pages = CheckpointWriter(continuing: writer, generation: generation, keys: keys)
    var window = ledger.window()
    var records = ledger.records
    try records.forEach(from: [], in: &window, ring: ledger.contents.ring) {
      (record) throws(LedgerError) in
      guard let record = moving(record) else { return true }
      try pages.add(record)
      return true
    }
    _ = try pages.finish(foldVersion: base.index.foldVersion, state: base.index.state)
    writer = pages.writer
  }

  /// A record with the place that its blob has now; nil when the blob is not there any more.
  private func moving(_ record: StateRecord) -> StateRecord? {
    guard record.key.first == BlobRecord.prefix, record.key.count == 1 + BlobAddress.length else {
      return record
    }
    let address = BlobAddress(Array(record.key.dropFirst()))
    let isLatest = ledger.contents.tail.blobs[address] == nil
    guard !dropping.contains(address), isLatest,
      let position = BlobRecord.position(in: record.value), let now = moved[position]
    else { return nil }
    return StateRecord(key: record.key, value: BlobRecord.value(now))
  }
}
