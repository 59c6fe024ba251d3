import ByteCoding
import Cryptography
import Ledger
import Vault

/// Who got which secret, when. Summed in the journal of this machine, unless the vault demands that
/// it stands in the ledger first.
extension Service {
  /// Notes uses before what was asked for leaves. Throws only in a vault that demands to be sure.
  func note(_ subjects: [Use.Subject], _ vault: OpenVault) throws(ServiceError) {
    let now = max(0, configuration.now())
    let uses = subjects.map { Use($0, firstAt: now, lastAt: now) }
    guard try recordsUsesFirst(vault) else {
      // What is written to a file is told by events of its own.
      let told = uses.filter { $0.subject.kind != .emit }
      if !told.isEmpty { useBook?.note(told, vault.ledger.useSealing) }
      return
    }
    if groupsUses, !isGroupOpen { beginGroup() }
    do throws(ServiceError) { try write(uses, id: Self.newID(), vault) } catch {
      guard case .ledger(let reason) = error else { throw error }
      throw .useNotRecorded(reason)
    }
  }

  /// What giving a tool its variables uses: the tool as a whole, and each key.
  func uses(
    of keys: Set<Identifier>, by tool: Identifier, _ kind: UseKind, _ by: String?
  ) -> [Use.Subject] {
    guard !keys.isEmpty else { return [] }
    return [Use.Subject(tool: tool, key: nil, kind: kind, by: by)]
      + keys.sorted().map { Use.Subject(tool: tool, key: $0, kind: kind, by: by) }
  }

  /// Whether the vault's setting demands that a use is durable before the secret leaves: whoever reads
  /// then changes the vault.
  func recordsUsesFirst(_ vault: OpenVault) throws(ServiceError) -> Bool {
    try vault.reading { state throws(RecordError) in try state.recordsUsesFirst() }
  }

  /// Never in the ledger at once: whoever is denied must not be able to make it grow.
  func noteDenial(_ subject: Use.Subject, _ vault: OpenVault) {
    let now = max(0, configuration.now())
    useBook?.note([Use(subject, firstAt: now, lastAt: now)], vault.ledger.useSealing)
  }

  /// What a user should hear about the noting of uses, once.
  package func takeNotes() -> [Note] {
    let notes = useBook?.takeNotes() ?? []
    return openVault.map { $0.remembersNothing ? [] : notes } ?? notes
  }

  /// The vault as it will be when every use that was noted has joined the ledger.
  func stateWithUses(_ vault: OpenVault) throws(ServiceError) -> State {
    var state = vault.state
    let context = DecisionContext(
      now: configuration.now(), ids: IDPool(seed: []), machine: configuration.machine)
    try vault.apply(try pendingUses(vault), to: &state, context)
    return state
  }

  /// The events that uses would be which the ledger does not have yet.
  private func pendingUses(_ vault: OpenVault) throws(ServiceError) -> [Event] {
    do throws(LedgerError) {
      guard let pending = try useBook?.pending(vault.ledger.vaultID, vault.ledger.useSealing)
      else { return [] }
      var uses = pending.others
      for draft in pending.joining where try !vault.ledger.hasTransaction(draft.id) {
        uses += draft.uses
      }
      return uses.map(\.event)
    } catch { throw .ledger(error) }
  }

  private static func newID() -> Identifier { Identifier(RandomBytes.bytes(16)) }
}

// MARK: Joining the ledger

extension Service {
  /// Whether a change is to take uses along that wait for the ledger. An agent decides that itself,
  /// at the end of a group.
  func takesUsesAlong(_ request: borrowing Request) -> Bool {
    request.joinsGroup && !isGroupOpen && !configuration.sumsUsesInMemory
      && !(useBook?.isEmpty ?? true)
  }

  /// Answers a change in a group of its own.
  func inGroup(_ request: consuming Request) throws(ServiceError) -> Response {
    beginGroup()
    let response: Response
    do throws(ServiceError) { response = try answerAlone(request) } catch {
      try? endGroup()
      throw error
    }
    try endGroup()
    writeCheckpointIfDue()
    return response
  }

  /// Brings everything that was noted into the ledger: at the end of a session, and when it is old.
  /// What does not get there, because another writer is at work or the storage fails, stays in the
  /// journal.
  package func joinUses() throws(ServiceError) {
    guard let vault = openVault, !isGroupOpen, !(useBook?.isEmpty ?? true) else { return }
    // Locked before anything is taken: what was taken in vain is looked for in all of the ledger.
    try vault.beginGroupAtOnce()
    joinsUsesAnyway = true
    try endGroup()
  }

  /// Moves what is in memory to the journal, and old uses from there into the ledger.
  func settleUses() {
    guard let vault = openVault else { return }
    // What failed to join is tried again with the next change, and is in the journal until then.
    try? handBack(vault)
    useBook?.flush(vault.ledger.useSealing)
    guard useBook?.hasOld(now: configuration.now(), vault.ledger.useSealing) == true else { return }
    try? joinUses()
  }

  /// Writes uses into the open group. A failure leaves them where they were.
  /// - Returns: whether all are in it, so that they have joined once it is durable.
  func writeUses(_ vault: OpenVault) -> Bool {
    guard !(useBook?.isEmpty ?? true) else { return false }
    do throws(ServiceError) {
      try handBack(vault)
      useBook?.hand()
      if let handed = useBook?.handed { try write(handed.uses, id: handed.id, vault) }
      let taken = useBook?.take(vault.ledger.vaultID, vault.ledger.useSealing)
      for draft in taken?.drafts ?? [] {
        if taken?.isLeft == true, try has(draft.id, vault) { continue }
        try write(draft.uses, id: draft.id, vault)
      }
      return true
    } catch { return false }
  }

  /// What an earlier group could not bring into the ledger is in memory again.
  func handBack(_ vault: OpenVault) throws(ServiceError) {
    // After a write of unknown outcome only the file itself can tell, once it is read again.
    guard let handed = useBook?.handed, !vault.ledger.isVoid else { return }
    useBook?.handBack(isWritten: try has(handed.id, vault))
  }

  private func has(_ id: Identifier, _ vault: OpenVault) throws(ServiceError) -> Bool {
    do throws(LedgerError) { return try vault.ledger.hasTransaction(id) } catch {
      throw .ledger(error)
    }
  }

  private func write(
    _ uses: [Use], id: Identifier, _ vault: OpenVault
  ) throws(ServiceError) {
    var configuration = configuration
    configuration.reason = nil
    try vault.commit(configuration, id: id) { _ throws(ServiceError) in
      Draft(events: uses.map(\.event), answer: ())
    }
  }
}

extension UseKind {
  init(_ purpose: UsePurpose) {
    switch purpose {
    case .run: self = .run
    case .export: self = .export
    case .emit: self = .emit
    }
  }
}
