import ByteCoding
import Ledger

/// Changes that need no decision: the tests say what is to be written.
extension Ledger {
  /// The same change whatever is there.
  func changeSlots(
    add: [Slot], remove: Set<Identifier>, newEpoch: Bool, draft: TransactionDraft,
    reset: () -> Void, apply: (TransactionBody) -> Void
  ) throws(LedgerError) {
    let change = SlotChange(add: add, remove: remove, newEpoch: newEpoch, draft: draft)
    do throws(TransactionFailure<Never>) {
      try changeSlots(reset: reset, apply: apply) { () throws(Never) in change }
    } catch {
      switch error {
      case .ledger(let failure): throw failure
      }
    }
  }

  /// The same compaction whatever is there.
  func compact(
    dropping: Set<BlobAddress> = [], resealing: ((BlobAddress) -> Identifier?)? = nil,
    draft: TransactionDraft, reset: () -> Void, apply: (TransactionBody) -> Void
  ) throws(LedgerError) {
    let wish = Compaction(dropping: dropping, draft: draft)
    do throws(TransactionFailure<Never>) {
      try compact(resealing: resealing, reset: reset, apply: apply) { () throws(Never) in wish }
    } catch {
      switch error {
      case .ledger(let failure): throw failure
      }
    }
  }
}
