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
    do throws(LedgerError) {
      return try openOnce(
        storage, states, factors, writer, domain, acceptingRollback, Sealer(random: random))
    } catch {
      // A vault that was replaced while it was read looks older than what its writer remembered.
      switch error {
      case .rolledBack, .forked, .damaged: break
      default: throw error
      }
      guard try stored({ () throws(StorageError) in try storage.refresh() }) else { throw error }
    }
    return try openOnce(
      storage, states, factors, writer, domain, acceptingRollback, Sealer(random: random))
  }

  private static func openOnce(
    _ storage: any LedgerStorage, _ states: any StateStore, _ factors: borrowing Factors,
    _ writer: WriterIdentity, _ domain: DomainFold, _ acceptingRollback: Bool, _ sealer: Sealer
  ) throws(LedgerError) -> Ledger {
    let header = try readHeader(storage)
    // Before the vault's length: another writer's witness may then be older than what is read,
    // never newer.
    let remembered = rememberedWitness(states, header.copy.header.vault)
    let opened = try placed(nil, 0) { () throws(ReadFault) in
      try header.copy.header.open(factors)
    }
    guard let opened else { throw .wrongFactor }
    try placed(nil, 0) { () throws(ReadFault) in try header.copy.authenticate(with: opened.keys) }
    let contents = try Contents.read(
      storage, header: header, ring: EpochRing(opened.keys), domain: domain)
    let access = Access(
      storage: storage, states: states, writer: writer, domain: domain, sealer: sealer,
      slot: opened.slot.id, identity: opened.identity)
    let ledger = Ledger(access, contents: contents, witnessed: nil)
    try ledger.compareWitness(remembered, accepting: acceptingRollback)
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
