import ByteCoding
import Cryptography
import SecretMemory

/// Where the bodies of a payload stand.
struct PayloadPlace {
  /// Of its first frame.
  let sequence: UInt64
  let generation: UInt64
  let epoch: UInt32
}

/// Checks bodies one after the other (specification, sections 5 and 6) and keeps the state that
/// they make.
struct LedgerFold {
  let vault: Identifier
  /// Whether the domain knows a kind of event.
  let knows: @Sendable (UInt64) -> Bool
  var state: LedgerState
  /// The first critical event of unknown kind.
  private(set) var unknownCritical: UInt64?
  /// Enrolments whose epoch's keys were not known yet.
  private var unproven: [LedgerEvent.Enrolment] = []
  /// Leaves a signature to the writer's next body, which names this one by its hash, so that the last
  /// one vouches for all; `settleSignatures` checks that. A body with events of the ledger's own is
  /// checked at once: they decide which later signatures count.
  var defersSignatures = false
  /// The last body of each writer whose signature was left.
  private var unverified: [Identifier: SignedBody] = [:]

  init(
    vault: Identifier, state: LedgerState = LedgerState(),
    knows: @escaping @Sendable (UInt64) -> Bool
  ) {
    self.vault = vault
    self.state = state
    self.knows = knows
  }

  /// Takes the payload's bodies in order. When this throws, the fold is no longer usable: take a
  /// copy before.
  mutating func accept(
    _ placed: PlacedPayload, ring: EpochRing
  ) throws(ReadFault) -> [TransactionBody] {
    guard case .transactions(let signed, _) = placed.payload else {
      guard !placed.startsGeneration, !placed.startsEpoch else { throw .damage(.eventLedger) }
      return []
    }
    let before = state
    var bodies: [TransactionBody] = []
    let place = PayloadPlace(
      sequence: placed.sequence, generation: placed.generation, epoch: placed.epoch)
    for body in signed {
      bodies.append(try accept(body, in: place, ring: ring))
    }
    guard !placed.startsGeneration || state.generation == before.generation + 1 else {
      throw .damage(.eventLedger)
    }
    let risesWithinFile = placed.startsEpoch && before.generation > 0
    guard !risesWithinFile || state.epoch == placed.epoch else { throw .damage(.eventLedger) }
    return bodies
  }

  /// Takes one body; see above.
  /// - Parameter trustsSignature: leaves the signature unchecked for good: this process has just made
  ///   it, with a key that has proved itself.
  mutating func accept(
    _ signed: SignedBody, in place: PayloadPlace, ring: EpochRing, trustsSignature: Bool = false
  ) throws(ReadFault) -> TransactionBody {
    let body = try TransactionBody.decode(signed.bytes, sequence: place.sequence)
    let enrolment = try enrolment(in: body, ring: ring)
    guard let writer = state.writers[body.writer] ?? enrolment else { throw .damage(.bodyWriter) }
    if defersSignatures, enrolment == nil, !body.hasLedgerEvents {
      unverified[body.writer] = signed
    } else {
      guard trustsSignature || signed.isSigned(by: writer.publicKey, in: vault) else {
        throw .damage(.bodySignature)
      }
      unverified[body.writer] = nil
    }
    guard body.counter == writer.counter + 1 else { throw .damage(.bodyCounter) }
    guard body.previous == writer.lastBody else { throw .damage(.bodyChain) }
    var after = writer
    after.counter = body.counter
    after.lastBody = signed.hash
    state.writers[body.writer] = after
    for event in body.events.dropFirst(enrolment == nil ? 0 : 1) {
      try apply(event, of: body, in: place, ring: ring)
    }
    return body
  }

  /// Checks the signatures that were left, and leaves no more.
  mutating func settleSignatures() throws(ReadFault) {
    for (writer, signed) in unverified {
      guard let key = state.writers[writer]?.publicKey, signed.isSigned(by: key, in: vault) else {
        throw .damage(.bodySignature)
      }
    }
    unverified = [:]
    defersSignatures = false
  }

  /// The writer that a body enrols at its start, if it was not there before.
  private mutating func enrolment(
    in body: TransactionBody, ring: EpochRing
  ) throws(ReadFault) -> WriterState? {
    guard state.writers[body.writer] == nil, let first = body.events.first,
      case .writerEnrolled(let enrolment) = try LedgerEvent(first), enrolment.writer == body.writer
    else { return nil }
    guard (1...ring.present.epoch).contains(enrolment.epoch) else { throw .damage(.eventLedger) }
    if try !prove(enrolment, ring: ring) { unproven.append(enrolment) }
    return WriterState(
      id: body.writer, publicKey: enrolment.publicKey, counter: 0,
      lastBody: TransactionBody.noPrevious, epoch: enrolment.epoch, machine: enrolment.machine,
      user: enrolment.user)
  }

  private mutating func apply(
    _ event: RawEvent, of body: TransactionBody, in place: PayloadPlace, ring: EpochRing
  ) throws(ReadFault) {
    switch try LedgerEvent(event) {
    case nil: note(event)
    case .writerEnrolled: throw .damage(.eventLedger)
    case .writerKeyReplaced(let writer, let publicKey):
      guard writer == body.writer else { throw .damage(.eventLedger) }
      state.writers[writer]?.publicKey = publicKey
    case .generationStarted(let generation, let digest, _):
      guard generation == state.generation + 1, generation == place.generation else {
        throw .damage(.eventLedger)
      }
      state.generation = generation
      state.headerDigest = digest
    case .epochStarted(let epoch, let sealed):
      guard epoch == state.epoch + 1, place.epoch >= epoch else { throw .damage(.eventLedger) }
      state.epochs[epoch] = sealed
      ring.learn(epoch, sealed)
      guard try isSound(epoch, sealed, ring) ?? true else { throw .damage(.eventLedger) }
    }
  }

  private mutating func note(_ event: RawEvent) {
    guard LedgerEvent.kinds.contains(event.kind) || !knows(event.kind) else { return }
    state.metUnknown = true
    if event.critical, unknownCritical == nil { unknownCritical = event.kind }
  }

  /// Checks an enrolment; false when its epoch's keys are not known yet. Without root keys there is
  /// nothing to check.
  private func prove(
    _ enrolment: LedgerEvent.Enrolment, ring: EpochRing
  ) throws(ReadFault) -> Bool {
    guard ring.present.holdsRoot else { return true }
    let keys = try opening(as: .bodyProof) { () throws(CryptographyError) in
      try ring.keys(of: enrolment.epoch)
    }
    guard let keys, keys.holdsRoot else { return false }
    let proof = try opening(as: .bodyProof) { () throws(CryptographyError) in
      try LedgerEvent.Enrolment.proof(for: enrolment.writer, enrolment.publicKey, keys: keys)
    }
    guard let proof, constantTimeEquals(proof.span, enrolment.proof.span) else {
      throw .damage(.bodyProof)
    }
    return true
  }

  private func isSound(
    _ epoch: UInt32, _ sealed: SealedEpoch, _ ring: EpochRing
  ) throws(ReadFault) -> Bool? {
    try opening(as: .eventLedger) { () throws(CryptographyError) in
      try ring.isSound(epoch, sealed)
    }
  }

  /// Ends the reading: what could be checked only with every epoch's keys, and whether the header
  /// is the one that the ledger names.
  func finish(header: HeaderCopy, ring: EpochRing) throws(ReadFault) {
    guard state.generation > 0 else { throw .damage(.truncated) }
    guard state.epoch == header.header.epoch else { throw .damage(.eventLedger) }
    for (epoch, sealed) in state.epochs {
      guard try isSound(epoch, sealed, ring) == true else { throw .damage(.eventLedger) }
    }
    guard state.matches(header) else { throw .damage(.headerDigest) }
    for enrolment in unproven where try !prove(enrolment, ring: ring) {
      throw .damage(.bodyProof)
    }
  }
}
