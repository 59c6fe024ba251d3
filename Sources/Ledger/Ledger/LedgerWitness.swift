import ByteCoding
import Cryptography
import Platform
import SecretMemory

extension Ledger {
  /// Compares what was read with what this machine remembers, and remembers the newer.
  func compareWitness(
    _ remembered: Result<[UInt8]?, SystemError>, accepting: Bool
  ) throws(LedgerError) {
    guard contents.ring.present.holdsRoot else { return }
    switch remembered {
    case .failure(let error): stateFailure = error
    case .success(nil): break
    case .success(let bytes?):
      hadWitness = true
      do throws(LedgerError) {
        let witness = try decodeWitness(bytes)
        try check(against: witness)
        remember(witness, bytes)
      } catch {
        guard accepting, error.isAcceptableRollback else { throw error }
        try acceptRollback()
      }
    }
    try rememberWhatWasRead()
  }

  /// Makes the vault as it is the newest that this machine has seen. From here on it writes as a
  /// new writer, because what the old one wrote may still turn up elsewhere.
  package func acceptRollback() throws(LedgerError) {
    do throws(SystemError) {
      try states.remove(StateFile.writer.name, of: vaultID)
    } catch { throw .state(error) }
    writerKey = nil
    witnessed = nil
    let storage = storage
    try stored { () throws(StorageError) in try storage.sync() }
    try writeWitness()
  }

  /// Compares what was read with what other processes of this machine saw meanwhile, before it is
  /// built upon: the next witness replaces theirs.
  func compareLatestWitness() throws(LedgerError) {
    guard case .success(let bytes?) = Self.rememberedWitness(states, vaultID),
      bytes != witnessFile
    else { return }
    let witness = try decodeWitness(bytes)
    try check(against: witness)
    remember(witness, bytes)
  }

  private func remember(_ witness: Witness, _ bytes: [UInt8]) {
    witnessed = witness
    witnessFile = bytes
  }

  private func decodeWitness(_ bytes: [UInt8]) throws(LedgerError) -> Witness {
    guard let epoch = StateFile.epoch(of: bytes) else { throw .stateDamaged("witness") }
    guard epoch <= self.epoch else {
      throw .rolledBack(
        WitnessConflict(writer: nil, seen: UInt64(epoch), found: UInt64(self.epoch)))
    }
    let plaintext: SecretBytes?
    do throws(CryptographyError) {
      plaintext = try StateFile.witness.open(bytes, ring: contents.ring)
    } catch { throw .outOfMemory }
    guard let plaintext, let witness = plaintext.withSpan({ Witness(Array($0)) }) else {
      throw .stateDamaged("witness")
    }
    return witness
  }

  func check(against witness: Witness) throws(LedgerError) {
    if let torn = contents.torn, witness.generation == generation,
      witness.sequence >= torn.sequence
    {
      throw .damaged(.truncated, sequence: torn.sequence, offset: torn.offset)
    }
    try compare(witness, hashes: contents.tail.hashes)
  }

  private func compare(_ witness: Witness, hashes: BodyHashes) throws(LedgerError) {
    switch witness.compare(contents.fold.state.writers, hashes: hashes) {
    case .agrees: return
    case .older(let conflict): throw .rolledBack(conflict)
    case .forked(let conflict): throw .forked(conflict)
    case .undecided(let wanted):
      var hashes = hashes
      try readBodyHashes(wanted, into: &hashes)
      guard case .undecided(let left) = witness.compare(contents.fold.state.writers, hashes: hashes)
      else { return try compare(witness, hashes: hashes) }
      guard left.isEmpty else { throw .damaged(.bodyCounter, sequence: nil, offset: 0) }
    }
  }

  /// Reads the whole chain for bodies that lie before the checkpoint.
  private func readBodyHashes(
    _ wanted: [Identifier: UInt64], into hashes: inout BodyHashes
  ) throws(LedgerError) {
    var found = hashes
    try scan { placed, bodies, _ in
      guard case .transactions(let signed, _) = placed.payload else { return true }
      for (signed, body) in zip(signed, bodies) where wanted[body.writer] == body.counter {
        found[body.writer, body.counter] = signed.hash
      }
      return true
    }
    hashes = found
  }

  /// A reader remembers too what others wrote, so that it would notice when that disappeared; what
  /// it remembers must not be in memory only.
  private func rememberWhatWasRead() throws(LedgerError) {
    guard stateFailure == nil, witnessed != witness else { return }
    // A disk that fails does not keep anybody from reading: what may be lost is just not remembered.
    do throws(StorageError) { try storage.sync() } catch { return }
    do throws(LedgerError) { try writeWitness() } catch {
      guard case .state(let failure) = error else { throw error }
      stateFailure = failure
    }
  }

  /// After a change is durable: writes the witness now, or leaves it to `settle`.
  func noteWritten() throws(LedgerError) {
    guard writesWitnessBehind, !settlingFailed else { return try writeWitness() }
    isWitnessDue = true
  }

  /// Writes the witness that changes left behind. Under the lock, because another process may have
  /// written a newer one, which must not be replaced by an older.
  /// - Throws: `.storage(.locked)` at once where another writer is at work: try again later.
  package func settle(
    reset: () -> Void, apply: (TransactionBody) -> Void
  ) throws(LedgerError) {
    guard isWitnessDue, held == nil else { return }
    settlingFailed = true
    do throws(LedgerError) {
      try lockAndCatchUp(waiting: false, reset: reset, apply: apply)
      defer { storage.unlock() }
      // What others wrote may be in memory only, and what failed to be written may still be read.
      let storage = storage
      try stored { () throws(StorageError) in try storage.sync() }
      try writeWitness()
    } catch {
      if error == .storage(.locked) { settlingFailed = false }
      throw error
    }
  }

  func writeWitness() throws(LedgerError) {
    let witness = witness
    guard witness != witnessed else {
      isWitnessDue = false
      return
    }
    let sealed: [UInt8]?
    do throws(CryptographyError) {
      sealed = try StateFile.witness.seal(
        witness.encoded.span, keys: contents.ring.present, with: sealer)
    } catch { throw .outOfMemory }
    guard let sealed else { return }
    do throws(SystemError) {
      try states.write(sealed, to: StateFile.witness.name, of: vaultID)
    } catch { throw .state(error) }
    remember(witness, sealed)
    isWitnessDue = false
    settlingFailed = false
  }
}

extension LedgerError {
  /// Whether someone who knows better may go on in spite of it.
  fileprivate var isAcceptableRollback: Bool {
    switch self {
    case .rolledBack, .forked, .stateDamaged, .damaged(.truncated, _, _): true
    default: false
    }
  }
}
