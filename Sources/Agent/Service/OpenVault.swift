import ByteCoding
import Cryptography
import Ledger
import Vault

/// What one command wants to write, and what it answers when that is durable.
struct Draft<Answer> {
  var events: [Event]
  var blobs: [SealedBlob] = []
  var answer: Answer
}

/// An open ledger and the state that its events make.
final class OpenVault {
  let ledger: Ledger
  private(set) var state: State
  private var records: LedgerRecords
  private var foldFailure: LedgerError?
  /// Why the last checkpoint could not be written.
  private(set) var checkpointFailure: LedgerError?

  init(_ ledger: Ledger, writesWitnessBehind: Bool = false) throws(ServiceError) {
    self.ledger = ledger
    ledger.writesWitnessBehind = writesWitnessBehind
    records = LedgerRecords(ledger)
    state = State(base: records)
    ledger.replayTail { apply($0) }
    try checkFold()
  }

  /// Reads what other processes wrote since.
  func catchUp() throws(ServiceError) {
    do throws(LedgerError) {
      try ledger.catchUp(reset: { startOver() }, apply: { apply($0) })
    } catch { throw .ledger(error) }
    try checkFold()
  }

  /// Decides under the writer's lock, on the newest state, and writes what was decided. The
  /// transaction and all identifiers are drawn before, so that trying again is the same command. In a
  /// group what was decided is held, and counts for the decisions after it.
  func commit<Answer>(
    _ configuration: ServiceConfiguration, id: Identifier = Identifier(RandomBytes.bytes(16)),
    _ decide: (inout DecisionContext) throws(ServiceError) -> Draft<Answer>
  ) throws(ServiceError) -> Answer {
    let seed = RandomBytes.bytes(32)
    var answer: Answer?
    try unwrapping { () throws(TransactionFailure<ServiceError>) in
      _ = try ledger.transact(
        reset: { startOver() }, apply: { apply($0) },
        decide: { () throws(ServiceError) -> (TransactionDraft, Void)? in
          try checkFold()
          var context = DecisionContext(
            now: configuration.now(), ids: IDPool(seed: seed), machine: configuration.machine)
          let draft = try decide(&context)
          answer = draft.answer
          guard !draft.events.isEmpty else { return nil }
          return (
            TransactionDraft(
              id: id, time: context.now, actor: configuration.user, reason: configuration.reason,
              events: draft.events.map(\.raw), blobs: draft.blobs), ()
          )
        })
    }
    try checkFold()
    if !ledger.isGroupOpen { writeCheckpointIfDue() }
    guard let answer else { throw .ledger(.readOnly) }
    return answer
  }

  /// Changes who may open the vault, decided like a commit. Taking a slot away starts an epoch;
  /// adding one does not.
  func changeSlots(
    _ configuration: ServiceConfiguration,
    _ decide: () throws(ServiceError) -> (add: [Slot], remove: Set<Identifier>, events: [Event])
  ) throws(ServiceError) {
    try unwrapping { () throws(TransactionFailure<ServiceError>) in
      try ledger.changeSlots(reset: { startOver() }, apply: { apply($0) }) {
        () throws(ServiceError) in
        try checkFold()
        let change = try decide()
        return SlotChange(
          add: change.add, remove: change.remove, newEpoch: !change.remove.isEmpty,
          draft: draft(configuration, change.events))
      }
    }
    try checkFold()
  }

  /// Writes the file anew without some values, together with the events that say why; decided like
  /// a commit.
  func compact(
    _ configuration: ServiceConfiguration,
    _ decide: () throws(ServiceError) -> (dropping: Set<BlobAddress>, events: [Event])
  ) throws(ServiceError) {
    try unwrapping { () throws(TransactionFailure<ServiceError>) in
      try ledger.compact(reset: { startOver() }, apply: { apply($0) }) { () throws(ServiceError) in
        try checkFold()
        let (dropping, events) = try decide()
        return Compaction(dropping: dropping, draft: draft(configuration, events))
      }
    }
    try checkFold()
  }

  private func unwrapping<R>(
    _ body: () throws(TransactionFailure<ServiceError>) -> R
  ) throws(ServiceError) -> R {
    do throws(TransactionFailure<ServiceError>) {
      return try body()
    } catch {
      switch error {
      case .ledger(let failure): throw .ledger(failure)
      case .refused(let refusal): throw refusal
      }
    }
  }

  private func draft(
    _ configuration: ServiceConfiguration, _ events: [Event]
  ) -> TransactionDraft {
    TransactionDraft(
      id: Identifier(RandomBytes.bytes(16)), time: configuration.now(), actor: configuration.user,
      reason: configuration.reason, events: events.map(\.raw))
  }

  /// After a change, never before: the checkpoint is a cache, and without it nothing is lost.
  func writeCheckpointIfDue() {
    guard !ledger.isGroupOpen else { return }
    do throws(LedgerError) {
      guard try ledger.writeCheckpointIfDue(changes: state.changes) else { return }
      startOver()
    } catch { checkpointFailure = error }
  }

  /// Runs a decision, and says why when the state could not be read.
  func deciding<R>(_ body: (State) throws(Refusal) -> R) throws(ServiceError) -> R {
    do throws(Refusal) {
      return try body(state)
    } catch {
      if error == .unavailable, let failure = records.failure { throw .ledger(failure) }
      throw .refused(error)
    }
  }

  func reading<R>(_ body: (State) throws(RecordError) -> R) throws(ServiceError) -> R {
    do throws(RecordError) { return try body(state) } catch {
      throw .ledger(records.failure ?? .damaged(.checkpointIndex, sequence: nil, offset: 0))
    }
  }

  /// Folds events that are decided and not yet written into a copy of the state.
  func apply(
    _ events: [Event], to state: inout State, _ context: DecisionContext
  ) throws(ServiceError) {
    let stamp = Stamp(
      time: context.now, actor: "", transaction: Identifier.zero, sequence: ledger.nextSequence)
    do throws(RecordError) {
      for event in events { try state.apply(event, stamp) }
    } catch { throw .ledger(records.failure ?? .readOnly) }
  }

  func startOver() {
    records = LedgerRecords(ledger)
    state = State(base: records)
    foldFailure = nil
  }

  func apply(_ body: TransactionBody) {
    guard foldFailure == nil else { return }
    let stamp = Stamp(
      time: body.time, actor: body.actor, transaction: body.id, sequence: body.sequence)
    for raw in body.events {
      // Authentic, and yet not of the shape that it should have: it changes nothing.
      guard let event = try? Event(kind: raw.kind, payload: raw.payload),
        event.critical == raw.critical
      else { continue }
      do throws(RecordError) { try state.apply(event, stamp) } catch {
        let reason = records.failure
        foldFailure = reason ?? .damaged(.checkpointIndex, sequence: body.sequence, offset: 0)
        return
      }
    }
  }

  /// Where a record could not be read, the state is not that of the ledger: nothing is decided on it,
  /// and the next request reads everything anew.
  private func checkFold() throws(ServiceError) {
    guard let foldFailure else { return }
    ledger.abandonGroup(foldFailure)
    ledger.startOver()
    throw .ledger(foldFailure)
  }
}

extension Event {
  /// As the ledger carries it.
  var raw: RawEvent { RawEvent(kind: kind, critical: critical, payload: encodedPayload()) }
}
