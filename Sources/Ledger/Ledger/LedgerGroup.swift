import ByteCoding
import Cryptography

/// Changes that become durable together: the writer's lock is taken before the first of them, each
/// is decided on the state that those before it make, and one append carries them all.
extension Ledger {
  /// From here on `transact` signs and holds, and returns before anything is durable.
  /// - Parameter waiting: false fails at once where another writer holds the lock.
  package func beginGroup(waiting: Bool = true) {
    precondition(!isGroupOpen, "Ledger: groups do not nest")
    isGroupOpen = true
    groupWaits = waiting
    isLockedOut = false
    groupFailure = nil
  }

  /// Writes what is held, and returns when it is durable. When this throws, nothing of the group
  /// holds, unless the storage calls the outcome ambiguous: the next `catchUp` or `transact` reads
  /// the vault anew and calls `reset`.
  package func endGroup() throws(LedgerError) {
    isGroupOpen = false
    if let groupFailure { throw groupFailure }
    try writeHeld()
  }

  /// Gives up what is held; `endGroup` will say why, and so will every change until then.
  package func abandonGroup(_ failure: LedgerError) {
    guard isGroupOpen else { return }
    groupFailure = failure
    guard held != nil else { return }
    forgetHeld()
    startOver()
  }

  /// Writes what is held so far, for something that needs the lock for itself.
  func interruptGroup() throws(LedgerError) {
    guard isGroupOpen else { return }
    if let groupFailure { throw groupFailure }
    do throws(LedgerError) { try writeHeld() } catch {
      groupFailure = error
      throw error
    }
  }

  /// What was folded so far is void: whatever comes next reads the vault anew.
  package func startOver() {
    mustReopen = true
    writerKey = nil
  }

  /// Whether what was folded so far is void.
  package var isVoid: Bool { mustReopen }

  /// The ledger's own state after everything that is held.
  var stateToContinue: LedgerState { held?.fold.state ?? contents.fold.state }

  /// Takes the lock and catches up, unless that was done for an earlier change of the group.
  package func enterGroup(
    reset: () -> Void, apply: (TransactionBody) -> Void
  ) throws(LedgerError) {
    if let groupFailure { throw groupFailure }
    guard held == nil else { return }
    // Whoever waited in vain would let everyone else of the group wait as long.
    guard !isLockedOut else { throw .storage(.locked) }
    do throws(LedgerError) {
      try lockAndCatchUp(waiting: groupWaits, reset: reset, apply: apply)
    } catch {
      isLockedOut = error == .storage(.locked)
      throw error
    }
    held = HeldTransactions(after: contents)
  }

  /// Signs a draft and holds it; nil when it is written or held already.
  func hold(
    _ draft: TransactionDraft, apply: (TransactionBody) -> Void
  ) throws(LedgerError) -> TransactionBody? {
    try renewStorage(for: draft, apply: apply)
    if held == nil { held = HeldTransactions(after: contents) }
    guard !contents.tail.transactions.contains(draft.id) else {
      held?.repeatsWritten = true
      return nil
    }
    guard held?.contains(draft.id) == false else { return nil }
    let transaction = try sign(draft)
    return try held?.add(
      transaction, blobs: draft.blobs, ring: contents.ring, generation: generation)
  }

  /// Ends holding, whatever becomes of it.
  private func writeHeld() throws(LedgerError) {
    guard let held else { return }
    defer { forgetHeld() }
    do throws(LedgerError) { try write(held) } catch {
      startOver()
      throw error
    }
  }

  func forgetHeld() {
    held = nil
    storage.unlock()
  }

  /// - Parameter whenDurable: called before the witness, which may fail, is written.
  func write(
    _ held: HeldTransactions, whenDurable: () -> Void = {}
  ) throws(LedgerError) {
    try settleFirst()
    if held.isEmpty {
      guard held.repeatsWritten else { return }
      let storage = storage
      try stored { () throws(StorageError) in try storage.sync() }
    } else {
      try append(try frames(for: held))
      finishKey(of: held)
    }
    whenDurable()
    guard writesWitnessBehind else { return try noteWritten() }
    // The change is there, whatever becomes of the witness, which stays due.
    isWitnessDue = true
  }

  /// Where the witness could not be written behind the last changes, it is written before the next:
  /// a change that cannot be remembered is refused while nothing of it is there.
  private func settleFirst() throws(LedgerError) {
    guard writesWitnessBehind, settlingFailed else { return }
    let storage = storage
    try stored { () throws(StorageError) in try storage.sync() }
    try writeWitness()
  }

  /// Seals what is held. Each box was opened again when it was sealed, and each body was read when it
  /// was held: what could not be read again is never written.
  private func frames(for held: HeldTransactions) throws(LedgerError) -> NextFrames {
    let keys = contents.ring.present
    var writer = FrameWriter(continuing: contents.chain.settled, with: sealer)
    var later = Tail()
    for held in held.payloads {
      let payload = held.payload
      let place = try keyed { () throws(CryptographyError) in
        try writer.add(payload, generation: generation, keys: keys)
      }
      guard let place else { throw .limit(.payload) }
      precondition(place.sequence == held.sequence, "Ledger: a payload has another sequence")
      later.take(payload, at: Int(place.position), held.bodies)
    }
    let chain = Chain(contents.header.header, from: writer.state)
    return NextFrames(frames: writer.takeFrames(), chain: chain, fold: held.fold, later: later)
  }

  /// After transactions are durable: the key that they named takes over. Not saving it is no loss,
  /// because the file of before names both.
  private func finishKey(of held: HeldTransactions) {
    writerKey = held.key
    if held.replacesKey, let key = held.key { try? save(key) }
  }

  /// A handle whose last write had an unknown outcome writes nothing in place. Every valid frame goes
  /// to a new file, because the old one may not hold what it seems to hold.
  private func renewStorage(
    for draft: TransactionDraft, apply: (TransactionBody) -> Void
  ) throws(LedgerError) {
    guard storage.mustBeReplaced else { return }
    let plan = GenerationPlan(
      cause: .copiedForward, slots: contents.header.header.slots, keys: contents.ring.present)
    let copy = TransactionDraft(id: sealer.identifier(), time: draft.time, actor: draft.actor)
    try startGeneration(plan, draft: copy, apply: apply)
    if held != nil { held = HeldTransactions(after: contents) }
  }
}
