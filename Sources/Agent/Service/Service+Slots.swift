import ByteCoding
import Cryptography
import Ledger
import SecretMemory
import Vault

extension Service {
  /// Replaces the passphrase of the slot that opened the vault, or of the only one with a
  /// passphrase. The new root key makes the old passphrase open nothing that is written from now on.
  /// Where the slot needs a key file too, so does the new one; whether it is the right one is
  /// known only where it opened the vault.
  func changePassphrase(
    _ offered: consuming UnlockFactors, _ vault: OpenVault
  ) throws(ServiceError) -> Response {
    let old = try passphraseSlot(vault)
    if !needsKeyFile(old, vault) {
      offered.keyFile = nil
    } else if offered.keyFile == nil || !(old.openedThis || openedWithRecovery(vault)) {
      throw .keyFileNeeded(slot: old.name)
    }
    let slot = try makeSlot(Self.cost(atLeast: old), try Self.prepared(offered), vault)
    try vault.changeSlots(configuration) { () throws(ServiceError) in
      let old = try self.slot(old.id, vault)
      return (
        add: [slot], remove: [old.id],
        events: [Self.note(slot, named: old.name), .slotForgotten(SlotForgotten(slot: old.id))]
      )
    }
    return .done([.oldSecretsStillOpenCopies])
  }

  func addSlot(
    _ wish: AddSlot, _ offered: consuming UnlockFactors, _ vault: OpenVault
  ) throws(ServiceError) -> Response {
    _ = try replaced(by: wish, vault)
    let factors = try Self.prepared(offered)
    let slot = try makeSlot(wish.strong ? .strong : .standard, factors, vault)
    var takesAway = false
    try vault.changeSlots(configuration) { () throws(ServiceError) in
      let replaced = try self.replaced(by: wish, vault)
      takesAway = !replaced.isEmpty
      return (
        add: [slot], remove: Set(replaced.map(\.id)),
        events: [Self.note(slot, named: wish.name)]
          + replaced.map { .slotForgotten(SlotForgotten(slot: $0.id)) }
      )
    }
    return .done(takesAway ? [.oldSecretsStillOpenCopies] : [])
  }

  /// The slots whose place the new one takes; refused where another one has its name.
  private func replaced(by wish: AddSlot, _ vault: OpenVault) throws(ServiceError) -> [SlotView] {
    let known = try slots(vault)
    let replaced = wish.replacesRecovery ? known.filter { $0.kind == .recovery } : []
    if known.contains(where: { slot in
      slot.name == wish.name && !replaced.contains { $0.id == slot.id }
    }) {
      throw .slotExists(name: wish.name)
    }
    return replaced
  }

  func removeSlot(_ name: String, _ vault: OpenVault) throws(ServiceError) -> Response {
    try vault.changeSlots(configuration) { () throws(ServiceError) in
      let slot = try self.slot(named: name, vault)
      let others = vault.ledger.slots.filter { $0.id != slot.id }
      guard others.contains(where: { $0.grant == .root }) else { throw .lastSlot }
      return (
        add: [], remove: [slot.id], events: [.slotForgotten(SlotForgotten(slot: slot.id))]
      )
    }
    return .done([.oldSecretsStillOpenCopies])
  }

  /// Notes that the recovery code with which the vault was opened still does.
  func confirmRecovery(_ vault: OpenVault) throws(ServiceError) -> Response {
    guard let slot = vault.ledger.slots.first(where: { $0.id == vault.ledger.openedWith }),
      Self.kind(of: slot) == .recovery
    else { throw .noSuchSlot(name: SlotKind.recovery.rawValue) }
    let name = try slots(vault).first { $0.id == slot.id }?.name ?? SlotKind.recovery.rawValue
    return try change(vault) { state, context throws(Refusal) in
      try state.decideNoteSlot(
        SlotNoted(slot: slot.id, kind: .recovery, name: name, verifiedAt: context.now))
    }
  }

  /// Takes a removed key's values out of the file, together with the events that say so.
  func purge(_ name: String, _ vault: OpenVault) throws(ServiceError) -> Response {
    try vault.compact(configuration) { () throws(ServiceError) in
      let key = try vault.deciding { state throws(Refusal) in try state.find(key: name) }
      let events = try vault.deciding { state throws(Refusal) in
        try state.decideRemove(key: key.id, purge: true)
      }
      let blobs = key.versions.flatMap { version in
        version.values.map { BlobAddress(version: version.id, field: $0.field) }
      }
      return (dropping: Set(blobs), events: events)
    }
    return .done([])
  }

  private func needsKeyFile(_ slot: SlotView, _ vault: OpenVault) -> Bool {
    vault.ledger.slots.contains { known in
      known.id == slot.id && known.factors.contains { $0.kind == .keyFile }
    }
  }

  private func openedWithRecovery(_ vault: OpenVault) -> Bool {
    vault.ledger.slots.contains { slot in
      slot.id == vault.ledger.openedWith && Self.kind(of: slot) == .recovery
    }
  }

  private func slot(_ id: Identifier, _ vault: OpenVault) throws(ServiceError) -> SlotView {
    guard let slot = try slots(vault).first(where: { $0.id == id }) else {
      throw .noSuchSlot(name: id.hex)
    }
    return slot
  }

  private func passphraseSlot(_ vault: OpenVault) throws(ServiceError) -> SlotView {
    let all = try slots(vault).filter { $0.kind == .passphrase }
    if let opened = all.first(where: \.openedThis) { return opened }
    guard let only = all.first else { throw .noSuchSlot(name: SlotKind.passphrase.rawValue) }
    guard all.count == 1 else { throw .ambiguousSlot(name: SlotKind.passphrase.rawValue) }
    return only
  }

  /// The policy of today, never the header's word, except to stay with a higher cost.
  private static func cost(atLeast old: SlotView) -> KDFParameters {
    (old.memoryBytes ?? 0) >= KDFParameters.strong.memoryBytes ? .strong : .standard
  }

  private func makeSlot(
    _ kdf: KDFParameters, _ factors: borrowing Factors, _ vault: OpenVault
  ) throws(ServiceError) -> Slot {
    let request = SlotRequest(id: Identifier(RandomBytes.bytes(16)), kdf: kdf)
    do throws(SlotError) {
      return try vault.ledger.makeSlot(request, factors: factors)
    } catch { throw .slot(error) }
  }
}
