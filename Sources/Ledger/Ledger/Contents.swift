import ByteCoding
import Cryptography

/// What reading a vault's file gives: everything but who reads it.
struct Contents {
  var header: HeaderCopy
  /// One of the header's copies is damaged.
  var isDegraded: Bool
  var ring: EpochRing
  var chain: Chain
  var fold: LedgerFold
  var base: Checkpoint?
  var tail = Tail()
  var torn: TornTail?

  /// Where the last whole payload ends, in the file.
  var end: Int { header.framesOffset + chain.settled.position }
}

/// What was read after the checkpoint.
struct Tail {
  /// Where the payloads start that hold the latest blob of an address.
  var blobs: [BlobAddress: Int] = [:]
  /// Transactions that nobody has asked for yet.
  var unread: [TransactionBody] = []
  var transactions: Set<Identifier> = []
  var hashes = BodyHashes()

  mutating func take(_ payload: Payload, at position: Int, _ bodies: [TransactionBody]) {
    guard case .transactions(let signed, let blobs) = payload else { return }
    for blob in blobs { self.blobs[blob.address] = position }
    for (signed, body) in zip(signed, bodies) {
      hashes[body.writer, body.counter] = signed.hash
      transactions.insert(body.id)
    }
    unread += bodies
  }

  /// Adds what came after.
  mutating func append(_ later: Tail) {
    blobs.merge(later.blobs) { _, new in new }
    transactions.formUnion(later.transactions)
    hashes.append(later.hashes)
    unread += later.unread
  }
}

/// How a domain folds events: kinds that it knows, and the version of its records in a checkpoint.
package struct DomainFold: Sendable {
  /// Of the records in a checkpoint: one of another version is not read.
  package let version: UInt64
  /// Whether a kind of event, 16 or above, is known.
  package let knows: @Sendable (UInt64) -> Bool

  package init(version: UInt64, knows: @escaping @Sendable (UInt64) -> Bool) {
    self.version = version
    self.knows = knows
  }
}

extension Contents {
  /// Reads a vault whose header was read already, from its checkpoint when there is one.
  static func read(
    _ storage: any LedgerStorage, header: HeaderReader, ring: EpochRing, domain: DomainFold
  ) throws(LedgerError) -> Contents {
    let copy = header.copy
    let length = try stored { () throws(StorageError) in try storage.length() }
    var window = FrameWindow(storage, base: copy.framesOffset, end: max(length, copy.framesOffset))
    if let base = try window.latestCheckpoint(foldVersion: domain.version, ring: ring) {
      do throws(LedgerError) {
        return try read(&window, header: header, ring: ring, domain: domain, from: base)
      } catch {
        // What is wrong with a checkpoint or after it is named by whoever reads everything.
        guard case .damaged = error else { throw error }
      }
    }
    let ring = EpochRing(ring.present)
    let fault = copy.header.epoch > 1 ? try window.learnEpochs(from: 0, into: ring) : nil
    do throws(LedgerError) {
      return try read(&window, header: header, ring: ring, domain: domain, from: nil)
    } catch {
      guard case .damaged(.frameOpen, let sequence, _) = error, let fault,
        try keyed({ () throws(CryptographyError) in try ring.keys(of: 1) == nil })
      else { throw error }
      // The frame does not open because the walk to its epoch's keys ended at a later fault.
      throw .damaged(fault.reason, sequence: sequence, offset: window.base + fault.position)
    }
  }

  private static func read(
    _ window: inout FrameWindow, header: HeaderReader, ring: EpochRing, domain: DomainFold,
    from base: Checkpoint?
  ) throws(LedgerError) -> Contents {
    let copy = header.copy
    let vault = copy.header.vault
    var fold = LedgerFold(
      vault: vault, state: base?.index.state ?? LedgerState(), knows: domain.knows)
    // Without a checkpoint to fall back from, the faulty body itself is to be named.
    fold.defersSignatures = base != nil
    let chain = Chain(copy.header, from: base?.after ?? .start(of: vault))
    var contents = Contents(
      header: copy, isDegraded: header.isDegraded, ring: ring, chain: chain, fold: fold, base: base)
    if let base { contents.tail.hashes.note(base.index.state.writers.values) }
    try contents.readOn(in: &window)
    try placed(nil, 0) { () throws(ReadFault) in
      try contents.fold.settleSignatures()
      try contents.fold.finish(header: copy, ring: ring)
    }
    return contents
  }

  /// Reads what follows what was read before.
  mutating func readOn(in window: inout FrameWindow) throws(LedgerError) {
    var reader = ForwardReader(chain: chain, fold: fold, ring: ring)
    var later = Tail()
    torn = try reader.read(&window) { placed, bodies, _ in
      later.take(placed.payload, at: placed.position, bodies)
      return true
    }
    chain = reader.chain
    fold = reader.fold
    tail.append(later)
  }
}
