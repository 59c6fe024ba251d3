package import ByteCoding
import Cryptography
import Platform
import SecretMemory

extension Ledger {
  /// Makes a vault where there is none: generation 1, epoch 1, and a first transaction with the
  /// writer, the generation, and what `first` drafts with the sealing of the new vault.
  /// - Parameters:
  ///   - slots: made for `vault` by `Slot.make`; one at least grants the root key.
  ///   - session: opens one of them; without it the ledger cannot follow a new epoch of others.
  package static func create(
    _ storage: any LedgerStorage, states: any StateStore, vault: Identifier, slots: [Slot],
    writer: WriterIdentity, domain: DomainFold, session: consuming SessionKey? = nil,
    random: any RandomSource = SystemRandom(),
    first: (ValueSealing) throws(LedgerError) -> TransactionDraft
  ) throws(LedgerError) -> Ledger {
    // Storages that start without a file refuse a taken name themselves, at the rename.
    guard (try? storage.length()) ?? 0 == 0 else {
      throw .storage(.exists(path: storage.description))
    }
    let sealer = Sealer(random: random)
    let keys = try keyed { () throws(CryptographyError) in
      try EpochKeys(root: try random.secret(32), epoch: 1, vault: vault)
    }
    var granted: [GrantedSlot] = []
    for slot in slots {
      let grant = try keyed { () throws(CryptographyError) in
        try slot.granting(keys, with: sealer)
      }
      if let grant { granted.append(grant) }
    }
    let access = Access(
      storage: storage, states: states, writer: writer, domain: domain, sealer: sealer,
      session: session)
    let ledger = Ledger(access, contents: .nothing(vault, keys, domain), witnessed: nil)
    do throws(SystemError) { try states.prepare(for: vault) } catch { throw .state(error) }
    let draft = try first(ledger.sealing)
    let plan = GenerationPlan(cause: .created, slots: granted, keys: keys)
    defer { storage.unlock() }
    var bodies: [TransactionBody] = []
    try ledger.startGeneration(plan, draft: draft) { bodies.append($0) }
    ledger.contents.tail.unread = bodies
    try ledger.writeWitness()
    ledger.hadWitness = true
    return ledger
  }
}

extension Contents {
  /// A vault before its first generation.
  fileprivate static func nothing(
    _ vault: Identifier, _ keys: EpochKeys, _ domain: DomainFold
  ) -> Contents {
    let header = Header(vault: vault, generation: 0, epoch: 1, slots: [])
    return Contents(
      header: HeaderCopy(bytes: [], header: header), isDegraded: false, ring: EpochRing(keys),
      chain: Chain(header, from: .start(of: vault)),
      fold: LedgerFold(vault: vault, knows: domain.knows))
  }
}
