import ByteCoding

extension Ledger {
  /// Reads on in the same file, or anew in the one that took its place.
  @discardableResult
  func readOn(
    replaced: Bool, reset: () -> Void, apply: (TransactionBody) -> Void
  ) throws(LedgerError) -> CatchUp {
    mustReopen = mustReopen || replaced
    let length = try stored { () throws(StorageError) in try storage.length() }
    guard !mustReopen, length >= contents.end else {
      try reopen(tookBack: !mustReopen)
      reset()
      replayTail(apply)
      return .reopened
    }
    guard length > contents.end || contents.chain.isUnfinished else {
      contents.torn = nil
      return .unchanged
    }
    let before = contents.chain.settled
    var window = FrameWindow(storage, base: contents.header.framesOffset, end: length)
    // Parts that were unfinished may have been cut off by another writer since.
    contents.chain = Chain(contents.header.header, from: before)
    try contents.readOn(in: &window)
    guard contents.chain.settled != before else { return .unchanged }
    replayTail(apply)
    return .advanced
  }

  /// Reads the vault that took this one's place. Whoever held the slot before holds it still, and
  /// nothing that was read before may be missing: until that is so, every attempt fails alike.
  /// - Parameter tookBack: the same file became shorter. Its writer may have taken back frames that
  ///   were never acknowledged, so only what this machine remembers must be there.
  private func reopen(tookBack: Bool) throws(LedgerError) {
    let header = try Self.readHeader(storage)
    let ring = try keys(for: header.copy)
    try placed(nil, 0) { () throws(ReadFault) in try header.copy.authenticate(with: ring.present) }
    let before = contents
    contents = try Contents.read(storage, header: header, ring: ring, domain: domain)
    do throws(LedgerError) {
      if tookBack {
        try compareWitness(Self.rememberedWitness(states, vaultID), accepting: false)
      } else {
        try check(against: Witness(before))
      }
    } catch {
      contents = before
      mustReopen = true
      throw error
    }
    mustReopen = false
    if !tookBack { contents.tail.transactions.formUnion(before.tail.transactions) }
    forgetPlaces()
  }

  private func keys(for copy: HeaderCopy) throws(LedgerError) -> EpochRing {
    guard copy.header.vault == vaultID else { throw .wrongFactor }
    if copy.header.epoch == epoch { return EpochRing(contents.ring.present) }
    return try placed(nil, 0) { () throws(ReadFault) in
      switch session {
      case .some(let session):
        guard let opened = try copy.header.open(session) else { throw .damage(.slotLocked) }
        return EpochRing(opened.keys)
      case .none: throw .damage(.slotLocked)
      }
    }
  }

  /// Forgets what was read of a file whose frames are elsewhere now.
  func forgetPlaces() {
    records = RecordPages(contents)
    blobs = BlobReader()
  }

  /// A window over the frames that were read.
  func window(step: Int = FrameWindow.longStep) -> FrameWindow {
    FrameWindow(storage, base: contents.header.framesOffset, end: contents.end, step: step)
  }
}
