package import ByteCoding
import Cryptography
package import Platform

/// What a user should hear about an open ledger.
package enum LedgerWarning: Equatable, Sendable {
  /// One of the two copies of the header is damaged; the next change of slots mends it.
  case damagedHeaderCopy
  /// This machine had not seen the vault before: an older copy would not have been noticed.
  case noWitness
  /// The state directory cannot be used, so nothing is remembered and nothing can be written.
  case stateUnavailable(SystemError)
  case storage(StorageWarning)
}

/// A vault that was opened: its transactions, its values, and the right to add to them.
///
/// One per process and vault. Not for concurrent use: whoever holds it serialises the calls.
package final class Ledger {
  let storage: any LedgerStorage
  let states: any StateStore
  let sealer: Sealer
  let writerIdentity: WriterIdentity
  let domain: DomainFold
  /// What opens the slot again, and the grants of later headers; nil where a vault was made and
  /// nothing kept.
  let session: SessionKey?

  var contents: Contents
  var records: RecordPages
  var blobs = BlobReader()
  var writerKey: WriterKey?
  var stateFailure: SystemError?
  var stateIsPrepared = false
  /// The storage may be reading another file than the one that `contents` is of.
  var mustReopen = false
  var hadWitness: Bool
  /// What the witness file says, as far as this process knows.
  var witnessed: Witness?
  /// The bytes of that file.
  var witnessFile: [UInt8]?

  /// Whether changes are held until `endGroup`.
  package internal(set) var isGroupOpen = false
  /// What is held; the lock is, for as long as this is there.
  var held: HeldTransactions?
  /// Why the open group came to nothing.
  var groupFailure: LedgerError?
  /// Whether the open group waits for the lock.
  var groupWaits = true
  /// Whether the lock could not be had for the open group.
  var isLockedOut = false
  /// Whether `settle` writes the witness, and not what changes the vault.
  package var writesWitnessBehind = false
  /// Whether the vault holds more than the witness, which `settle` has to write.
  package internal(set) var isWitnessDue = false
  /// Whether the last `settle` failed: the next change writes the witness itself, or fails.
  var settlingFailed = false

  struct Access: ~Copyable {
    let storage: any LedgerStorage
    let states: any StateStore
    let writer: WriterIdentity
    let domain: DomainFold
    let sealer: Sealer
    let session: SessionKey?
  }

  init(_ access: consuming Access, contents: Contents, witnessed: Witness?) {
    storage = access.storage
    states = access.states
    sealer = access.sealer
    writerIdentity = access.writer
    domain = access.domain
    session = access.session
    self.contents = contents
    records = RecordPages(contents)
    self.witnessed = witnessed
    hadWitness = witnessed != nil
  }

  /// The slot that was opened; nil where a vault was made and nothing kept.
  package var openedWith: Identifier? {
    switch session {
    case .some(let session): session.slot
    case .none: nil
    }
  }
  /// Fixed when the vault was made.
  package var vaultID: Identifier { contents.header.header.vault }
  /// From 1; one more for each file that took the place of another.
  package var generation: UInt64 { contents.header.header.generation }
  /// From 1; one more for each root key.
  package var epoch: UInt32 { contents.header.header.epoch }
  /// Of the frame that is to be written next.
  package var nextSequence: UInt64 { contents.chain.settled.nextSequence }
  /// Hash of the last frame.
  package var head: [UInt8] { contents.chain.settled.head }
  /// In the order of the header.
  package var slots: [Slot] { contents.header.header.slots.map(\.slot) }
  /// In the order of their identifiers.
  package var writers: [WriterState] { contents.fold.state.writers.values.sorted { $0.id < $1.id } }
  /// A torn tail that was met at the end, and that the next transaction drops.
  package var droppedTornTail: TornTail? { contents.torn }
  /// Where the vault is, for messages.
  package var path: String { storage.description }
  /// What every manifest and message carries as the newest state that was seen.
  package var witness: Witness { Witness(contents) }

  /// An audit grant, an unknown critical event, or no state directory.
  package var isReadOnly: Bool {
    !contents.ring.present.holdsRoot || contents.fold.unknownCritical != nil || stateFailure != nil
  }

  /// What the user should hear, in no order of weight.
  package var warnings: [LedgerWarning] {
    var warnings: [LedgerWarning] = storage.warnings.map { .storage($0) }
    if contents.isDegraded { warnings.append(.damagedHeaderCopy) }
    if let stateFailure { warnings.append(.stateUnavailable(stateFailure)) }
    if !hadWitness, stateFailure == nil { warnings.append(.noWitness) }
    return warnings
  }

  /// Seals values of the present epoch.
  package var sealing: ValueSealing {
    ValueSealing(keys: contents.ring.present, sealer: sealer)
  }

  /// Gives the transactions after the checkpoint, once.
  package func replayTail(_ apply: (TransactionBody) -> Void) {
    let unread = contents.tail.unread
    contents.tail.unread = []
    unread.forEach(apply)
  }
}

extension Witness {
  init(_ contents: Contents) {
    let settled = contents.chain.settled
    self.init(
      epoch: contents.header.header.epoch, generation: contents.header.header.generation,
      sequence: settled.nextSequence - 1, head: settled.head,
      headerDigest: contents.fold.state.headerDigest,
      writers: contents.fold.state.writers.mapValues {
        Mark(counter: $0.counter, body: $0.lastBody)
      })
  }
}
