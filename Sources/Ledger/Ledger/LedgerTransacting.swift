import ByteCoding
import Cryptography
import Platform

/// Why a transaction was not written: the ledger could not, or whoever decides did not want to.
package enum TransactionFailure<Refusal: Error>: Error {
  case ledger(LedgerError)
  case refused(Refusal)
}

extension TransactionFailure: Equatable where Refusal: Equatable {}

/// What catching up with other writers found.
package enum CatchUp: Equatable, Sendable {
  case unchanged
  /// New transactions were given to `apply`.
  case advanced
  /// Another file took the vault's place. `reset` was called, and then `apply` with every
  /// transaction after its checkpoint.
  case reopened
}

extension Ledger {
  /// Reads what other processes wrote.
  /// - Parameters:
  ///   - reset: what was folded so far is void; the records are those of another checkpoint.
  ///   - apply: gets each new transaction in order.
  @discardableResult
  package func catchUp(
    reset: () -> Void, apply: (TransactionBody) -> Void
  ) throws(LedgerError) -> CatchUp {
    guard held == nil else { return .unchanged }
    let storage = storage
    let found = try stored { () throws(StorageError) in try storage.look() }
    if !found.replaced, !mustReopen, found.length == contents.end, !contents.chain.isUnfinished {
      contents.torn = nil
      return .unchanged
    }
    return try readOn(replaced: found.replaced, reset: reset, apply: apply)
  }

  /// Writes one transaction: locks, catches up, asks `decide` on what is there, appends, and
  /// returns once transaction and witness are durable. In a group it returns once the transaction
  /// is signed and held.
  ///
  /// `apply` gets the transactions of others and then the one that was written. A draft whose id is
  /// in the ledger already, because an earlier outcome was unknown, is not written again.
  /// - Parameter decide: may be called more than once; nil when there is nothing to write.
  /// - Returns: what `decide` returned beside the draft; nil when there was nothing to write.
  package func transact<R, E: Error>(
    reset: () -> Void, apply: (TransactionBody) -> Void,
    decide: () throws(E) -> (TransactionDraft, R)?
  ) throws(TransactionFailure<E>) -> R? {
    guard !isGroupOpen else { return try transactInGroup(reset, apply, decide) }
    var attempts = 0
    while true {
      attempts += 1
      do throws(TransactionFailure<E>) {
        return try transactOnce(reset, apply, decide)
      } catch {
        guard case .ledger(.storage(.conflict)) = error, attempts < 8 else { throw error }
      }
    }
  }

  private func transactOnce<R, E: Error>(
    _ reset: () -> Void, _ apply: (TransactionBody) -> Void,
    _ decide: () throws(E) -> (TransactionDraft, R)?
  ) throws(TransactionFailure<E>) -> R? {
    try TransactionFailure<E>.wrapping { () throws(LedgerError) in
      try lockAndCatchUp(reset: reset, apply: apply)
    }
    defer { forgetHeld() }
    let decision: (TransactionDraft, R)?
    do throws(E) { decision = try decide() } catch { throw .refused(error) }
    guard let (draft, result) = decision else { return nil }
    try TransactionFailure<E>.wrapping { () throws(LedgerError) in
      let body = try hold(draft, apply: apply)
      guard let held else { return }
      try write(held) { if let body { apply(body) } }
    }
    return result
  }

  private func transactInGroup<R, E: Error>(
    _ reset: () -> Void, _ apply: (TransactionBody) -> Void,
    _ decide: () throws(E) -> (TransactionDraft, R)?
  ) throws(TransactionFailure<E>) -> R? {
    try TransactionFailure<E>.wrapping { () throws(LedgerError) in
      try enterGroup(reset: reset, apply: apply)
    }
    let decision: (TransactionDraft, R)?
    do throws(E) { decision = try decide() } catch { throw .refused(error) }
    guard let (draft, result) = decision else { return nil }
    try TransactionFailure<E>.wrapping { () throws(LedgerError) in
      if let body = try hold(draft, apply: apply) { apply(body) }
    }
    return result
  }

  /// Takes the writer's lock and reads to the end of what is there, dropping a torn tail.
  /// - Parameter waiting: false fails at once where another writer holds the lock.
  func lockAndCatchUp(
    waiting: Bool = true, reset: () -> Void, apply: (TransactionBody) -> Void
  ) throws(LedgerError) {
    try checkWritable()
    let storage = storage
    let replaced = try stored { () throws(StorageError) in try storage.lock(waiting: waiting) }
    do throws(LedgerError) {
      try readOn(replaced: replaced, reset: reset, apply: apply)
      try checkWritable()
      try compareLatestWitness()
      try prepareState()
      try dropTornTail()
    } catch {
      storage.unlock()
      throw error
    }
  }

  private func checkWritable() throws(LedgerError) {
    if let kind = contents.fold.unknownCritical { throw .unknownCriticalEvent(kind: kind) }
    guard contents.ring.present.holdsRoot else { throw .readOnly }
    if let stateFailure { throw .state(stateFailure) }
  }

  /// Finds out whether the state directory can be written, before anything else is. Whether it still
  /// can is found out by writing it.
  private func prepareState() throws(LedgerError) {
    guard !stateIsPrepared else { return }
    do throws(SystemError) { try states.prepare(for: vaultID) } catch { throw .state(error) }
    stateIsPrepared = true
  }

  private func dropTornTail() throws(LedgerError) {
    guard let torn = contents.torn else { return }
    // A handle that must be replaced writes nothing in place; the copy leaves the tail behind.
    let bytes = try stored { () throws(StorageError) in
      try storage.read(at: torn.offset, count: torn.length)
    }
    do throws(SystemError) {
      try states.keepAside(bytes, sequence: torn.sequence, of: vaultID)
    } catch { throw .state(error) }
    if !storage.mustBeReplaced {
      try stored { () throws(StorageError) in try storage.cutBack(to: torn.offset) }
    }
    contents.torn = nil
    contents.chain = Chain(contents.header.header, from: contents.chain.settled)
  }
}

extension TransactionFailure {
  /// Wraps what the ledger throws.
  static func wrapping<R>(
    _ body: () throws(LedgerError) -> R
  ) throws(TransactionFailure) -> R {
    do throws(LedgerError) { return try body() } catch { throw .ledger(error) }
  }
}
