package import ByteCoding
import Cryptography
import SecretMemory

/// What is to change about the slots.
package struct SlotChange: Sendable {
  package var add: [Slot]
  package var remove: Set<Identifier>
  /// Draws new root keys, for the slots that stay.
  package var newEpoch: Bool
  /// The transaction to write with it; it may have no events.
  package var draft: TransactionDraft

  package init(
    add: [Slot], remove: Set<Identifier>, newEpoch: Bool, draft: TransactionDraft
  ) {
    self.add = add
    self.remove = remove
    self.newEpoch = newEpoch
    self.draft = draft
  }
}

extension Ledger {
  /// Makes a slot for `changeSlots`, sharing KDF blocks with the slots that are there.
  package func makeSlot(
    _ request: SlotRequest, factors: borrowing Factors
  ) throws(SlotError) -> Slot {
    try Slot.make(
      request, factors: factors, vault: vaultID, sharing: contents.header.header.blocks,
      random: sealer.random)
  }

  /// Changes who may open the vault: a new generation with a new header, and every frame as it was.
  ///
  /// Taking a slot away without `newEpoch` leaves whoever had it with keys that read everything
  /// that is still to come; with it, whoever kept an old copy can read that copy and no more.
  /// - Parameter decide: says what to change, under the lock, on what is there then.
  package func changeSlots<E: Error>(
    reset: () -> Void, apply: (TransactionBody) -> Void, decide: () throws(E) -> SlotChange
  ) throws(TransactionFailure<E>) {
    try TransactionFailure<E>.wrapping { () throws(LedgerError) in
      try interruptGroup()
      try lockAndCatchUp(reset: reset, apply: apply)
    }
    defer { storage.unlock() }
    let change: SlotChange
    do throws(E) { change = try decide() } catch { throw .refused(error) }
    try TransactionFailure<E>.wrapping { () throws(LedgerError) in
      let staying = slots.filter { !change.remove.contains($0.id) } + change.add
      guard staying.contains(where: { $0.grant == .root }) else { throw .limit(.lastSlot) }
      let plan = try plan(.slotsChanged, slots: staying, newEpoch: change.newEpoch)
      try startGeneration(plan, draft: change.draft, apply: apply)
      try writeWitness()
    }
  }

  /// A new generation for these slots, in this epoch or in a new one.
  func plan(
    _ cause: GenerationCause, slots: [Slot], newEpoch: Bool
  ) throws(LedgerError) -> GenerationPlan {
    let present = contents.ring.present
    var keys = present
    var started: SealedEpoch?
    if newEpoch {
      let later = try keyed { () throws(CryptographyError) in
        try EpochKeys(
          root: try sealer.random.secret(32), epoch: present.epoch + 1, vault: vaultID)
      }
      started = try keyed { () throws(CryptographyError) in
        try EpochRing.seal(present, under: later, with: sealer)
      }
      keys = later
    }
    let known = Dictionary(
      uniqueKeysWithValues: contents.header.header.slots.map { ($0.slot.id, $0) })
    var granted: [GrantedSlot] = []
    for slot in slots {
      if !newEpoch, let old = known[slot.id], old.slot == slot {
        granted.append(old)
        continue
      }
      let grant = try keyed { () throws(CryptographyError) in
        try slot.granting(keys, with: sealer)
      }
      guard let grant else { throw .readOnly }
      granted.append(grant)
    }
    return GenerationPlan(cause: cause, slots: granted, keys: keys, epochStarted: started)
  }
}
