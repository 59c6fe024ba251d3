import ByteCoding
import Cryptography

/// What a new generation is to be: a new header, and the same or other frames around the same
/// bodies.
struct GenerationPlan {
  let cause: GenerationCause
  let slots: [GrantedSlot]
  /// Of the epoch that the new header is in.
  let keys: EpochKeys
  /// What opens the epoch before, when the generation starts an epoch.
  var epochStarted: SealedEpoch?
}

extension Ledger {
  /// Puts a new file in the vault's place: a new header, every frame as it is, and one more
  /// transaction that names the header. The lock is held.
  func startGeneration(
    _ plan: GenerationPlan, draft: TransactionDraft, apply: (TransactionBody) -> Void
  ) throws(LedgerError) {
    let header = try header(for: plan)
    let transaction = try sign(draft, with: plan.events(naming: header))
    let ring = contents.ring
    var after = try contents.entering(header, plan, ring: ring)
    let blobs = draft.blobs.sorted { $0.address < $1.address }
    var writer = FrameWriter(continuing: contents.chain.settled, with: sealer)
    let place = try keyed { () throws(CryptographyError) in
      try writer.add(
        .transactions([transaction.signed], blobs: blobs), generation: header.header.generation,
        keys: plan.keys)
    }
    guard place != nil else { throw .limit(.payload) }
    let frames = writer.takeFrames()
    let next = try after.reading(frames)
    try replace(header: header) { (file) throws(LedgerError) in
      try copyFrames(to: file)
      for frame in frames { try stored { () throws(StorageError) in try file.write(frame) } }
    }
    after.advance(past: next)
    contents = after
    mustReopen = false
    contents.tail.unread = []
    finishKey(of: transaction)
    apply(transaction.body)
  }

  func header(for plan: GenerationPlan) throws(LedgerError) -> HeaderCopy {
    guard plan.slots.count <= Limits.slots else { throw .limit(.slots) }
    guard plan.slots.contains(where: { $0.slot.grant == .root }) else { throw .limit(.lastSlot) }
    let header = Header(
      vault: vaultID, generation: generation + 1, epoch: plan.keys.epoch, slots: plan.slots)
    let copy = try keyed { () throws(CryptographyError) in
      try HeaderCopy.encode(header, keys: plan.keys)
    }
    guard let copy else { throw .limit(.slots) }
    return copy
  }

  /// Writes a whole new file and puts it in place. Nothing has changed when this throws, unless the
  /// storage calls the outcome ambiguous.
  func replace(
    header: HeaderCopy, _ writeFrames: (any LedgerReplacement) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    let storage = storage
    let file = try stored { () throws(StorageError) in try storage.replacement() }
    do throws(LedgerError) {
      try stored { () throws(StorageError) in
        try file.write(header.bytes)
        try file.write(header.bytes)
      }
      try writeFrames(file)
      mustReopen = true
      try stored { () throws(StorageError) in try file.commit() }
    } catch {
      file.discard()
      throw error
    }
  }

  /// Copies every frame as it is, and checks that they still are the frames that were read.
  private func copyFrames(to file: any LedgerReplacement) throws(LedgerError) {
    var window = window()
    var position = 0
    var previous = FrameSealing.startHash(of: vaultID)
    while position < contents.chain.settled.position {
      let found = try window.frame(at: position)
      let frame = try placed(nil, window.base + position) { () throws(ReadFault) in
        let (head, bytes) = try found.get()
        guard head.previous == previous else { throw .damage(.frameChain) }
        return bytes
      }
      try stored { () throws(StorageError) in try file.write(frame) }
      previous = FrameSealing.hash(of: frame.span)
      position += frame.count
    }
    guard previous == contents.chain.settled.head else {
      throw .damaged(.frameChain, sequence: nil, offset: window.base + position)
    }
  }
}

extension GenerationPlan {
  func events(naming header: HeaderCopy) -> [LedgerEvent] {
    var events: [LedgerEvent] = [
      .generationStarted(header.header.generation, digest: header.digest, cause: cause)
    ]
    if let epochStarted { events.append(.epochStarted(keys.epoch, epochStarted)) }
    return events
  }
}

extension Contents {
  /// The same frames under a new header.
  func entering(
    _ header: HeaderCopy, _ plan: GenerationPlan, ring: EpochRing
  ) throws(LedgerError) -> Contents {
    var after = self
    if plan.keys.epoch > ring.present.epoch { after.ring = ring.advanced(to: plan.keys) }
    after.header = header
    after.isDegraded = false
    after.chain = Chain(header.header, from: chain.settled)
    after.torn = nil
    return after
  }
}
