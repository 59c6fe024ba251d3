package import ByteCoding
import Cryptography
import Platform
import SecretMemory

extension Ledger {
  /// Opens the vault that `storage` reads.
  ///
  /// Reads header, checkpoint and tail, and compares them with the witness of this machine. A vault
  /// that is older or has forked is refused unless `acceptingRollback`: then it becomes the newest
  /// that this machine has seen, and this machine writes as a new writer.
  package static func open(
    _ storage: any LedgerStorage, states: any StateStore, factors: borrowing Factors,
    writer: WriterIdentity, domain: DomainFold, acceptingRollback: Bool = false,
    random: any RandomSource = SystemRandom()
  ) throws(LedgerError) -> Ledger {
    let place = Place(
      storage: storage, states: states, writer: writer, domain: domain,
      acceptingRollback: acceptingRollback, sealer: Sealer(random: random))
    return try open(place) { (header) throws(ReadFault) in try header.open(factors) }
  }

  /// Opens the vault again through a slot that was opened before, with no factor of it. A slot that
  /// was removed since, or whose key this is not, is `wrongFactor`.
  package static func open(
    _ storage: any LedgerStorage, states: any StateStore, session: borrowing SessionKey,
    writer: WriterIdentity, domain: DomainFold, random: any RandomSource = SystemRandom()
  ) throws(LedgerError) -> Ledger {
    let place = Place(
      storage: storage, states: states, writer: writer, domain: domain, acceptingRollback: false,
      sealer: Sealer(random: random))
    return try open(place) { (header) throws(ReadFault) in try header.open(session) }
  }

  /// What opens the slot that this ledger was opened through once more, in another process.
  /// `wrongFactor` when that slot was removed.
  package func sessionKey() throws(LedgerError) -> SessionKey {
    guard slots.contains(where: { $0.id == openedWith }) else { throw .wrongFactor }
    switch session {
    case .some(let session):
      do throws(SecretMemoryError) { return try session.copy() } catch { throw .outOfMemory }
    case .none: throw .wrongFactor
    }
  }

  /// What is opened, and for whom.
  private struct Place {
    let storage: any LedgerStorage
    let states: any StateStore
    let writer: WriterIdentity
    let domain: DomainFold
    let acceptingRollback: Bool
    let sealer: Sealer
  }

  private static func open(
    _ place: Place, with unlock: (Header) throws(ReadFault) -> OpenedSlot?
  ) throws(LedgerError) -> Ledger {
    do throws(LedgerError) {
      return try openOnce(place, unlock)
    } catch {
      // A vault that was replaced while it was read looks older than what its writer remembered.
      switch error {
      case .rolledBack, .forked, .damaged: break
      default: throw error
      }
      guard try stored({ () throws(StorageError) in try place.storage.refresh() }) else {
        throw error
      }
    }
    return try openOnce(place, unlock)
  }

  private static func openOnce(
    _ place: Place, _ unlock: (Header) throws(ReadFault) -> OpenedSlot?
  ) throws(LedgerError) -> Ledger {
    let storage = place.storage
    let header = try readHeader(storage)
    // Before the vault's length: another writer's witness may then be older than what is read,
    // never newer.
    let remembered = rememberedWitness(place.states, header.copy.header.vault)
    let opened = try placed(nil, 0) { () throws(ReadFault) in
      try unlock(header.copy.header)
    }
    guard let opened else { throw .wrongFactor }
    try placed(nil, 0) { () throws(ReadFault) in try header.copy.authenticate(with: opened.keys) }
    let contents = try Contents.read(
      storage, header: header, ring: EpochRing(opened.keys), domain: place.domain)
    let access = Access(
      storage: storage, states: place.states, writer: place.writer, domain: place.domain,
      sealer: place.sealer, session: opened.session)
    let ledger = Ledger(access, contents: contents, witnessed: nil)
    try ledger.compareWitness(remembered, accepting: place.acceptingRollback)
    return ledger
  }

  static func readHeader(_ storage: any LedgerStorage) throws(LedgerError) -> HeaderReader {
    let start = try stored { () throws(StorageError) in
      try storage.read(at: 0, count: HeaderReader.window)
    }
    return try placed(nil, 0) { () throws(ReadFault) in try HeaderReader(start) }
  }

  /// The vault's identifier without opening it, for whoever has to find what belongs to it.
  package static func vaultID(of storage: any LedgerStorage) throws(LedgerError) -> Identifier {
    try readHeader(storage).copy.header.vault
  }

  /// The slots of a vault without opening it: what a user may be asked for.
  package static func slots(of storage: any LedgerStorage) throws(LedgerError) -> [Slot] {
    try readHeader(storage).copy.header.slots.map(\.slot)
  }

  static func rememberedWitness(
    _ states: any StateStore, _ vault: Identifier
  ) -> Result<[UInt8]?, SystemError> {
    do throws(SystemError) {
      return .success(try states.read(StateFile.witness.name, of: vault))
    } catch { return .failure(error) }
  }
}
