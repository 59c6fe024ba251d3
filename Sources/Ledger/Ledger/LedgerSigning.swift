import ByteCoding
import Cryptography

/// A signed transaction, and the key that is in force once it is durable.
struct SignedTransaction {
  let signed: SignedBody
  let body: TransactionBody
  let key: WriterKey
  /// Its next key was named by this transaction.
  let replacesKey: Bool

  /// The key that signs the writer's next one.
  func keyAfter() throws(LedgerError) -> WriterKey {
    guard replacesKey else { return key }
    let next = try keyed { () throws(CryptographyError) in
      try key.promotingNext(at: body.time)
    }
    return next ?? key
  }
}

extension Ledger {
  /// Signs a draft together with events of the ledger's own, in the order: enrolment, those given,
  /// replacement of the key, those of the draft.
  func sign(
    _ draft: TransactionDraft, with events: [LedgerEvent] = []
  ) throws(LedgerError) -> SignedTransaction {
    try draft.checkLimits()
    guard !(draft.events.isEmpty && events.isEmpty) else { throw .limit(.noEvents) }
    var (key, enrols) = try readyWriterKey(at: draft.time)
    var all = events
    if enrols { all.insert(try enrolment(of: key), at: 0) }
    let writer = enrols ? nil : stateToContinue.writers[key.writer]
    let counter = (writer?.counter ?? 0) + 1
    // Twice before the first is durable would leave the file without the key that is in force.
    let replacesKey = key.isDue(at: draft.time, counter: counter) && held?.replacesKey != true
    if replacesKey {
      // Durable before the transaction that names it: a crash in between must not lose the only
      // key. One that is there may have been named by a transaction of unknown outcome.
      if key.nextPublicKey == nil {
        key = try keyed { () throws(CryptographyError) in try key.preparingNext(with: sealer) }
        try save(key)
      }
      if let next = key.nextPublicKey {
        all.append(.writerKeyReplaced(writer: key.writer, publicKey: next))
      }
    }
    let settled = contents.chain.settled
    let body = TransactionBody(
      id: draft.id, writer: key.writer, counter: counter,
      previous: writer?.lastBody ?? TransactionBody.noPrevious,
      observedSequence: settled.nextSequence - 1, observedHead: settled.head, time: draft.time,
      actor: draft.actor, reason: draft.reason, events: all.map(\.raw) + draft.events,
      sequence: settled.nextSequence)
    let signed = SignedBody.sign(body, vault: vaultID, with: key.key)
    return SignedTransaction(signed: signed, body: body, key: key, replacesKey: replacesKey)
  }

  private func enrolment(of key: WriterKey) throws(LedgerError) -> LedgerEvent {
    let keys = contents.ring.present
    let proof = try keyed { () throws(CryptographyError) in
      try LedgerEvent.Enrolment.proof(for: key.writer, key.key.publicKey, keys: keys)
    }
    guard let proof else { throw .readOnly }
    return .writerEnrolled(
      LedgerEvent.Enrolment(
        writer: key.writer, publicKey: key.key.publicKey, machine: writerIdentity.machine,
        user: writerIdentity.user, epoch: keys.epoch, proof: proof))
  }

  /// After a transaction is durable: the key that it named takes over. Not saving it is no loss,
  /// because the file of before names both.
  func finishKey(of transaction: SignedTransaction) {
    writerKey = transaction.key
    guard transaction.replacesKey, let promoted = try? transaction.keyAfter() else { return }
    writerKey = promoted
    try? save(promoted)
  }
}
