import ByteCoding
import Cryptography
import Ledger
import Vault

extension Service {
  func slots(_ vault: OpenVault) throws(ServiceError) -> [SlotView] {
    let notes = try vault.reading { state throws(RecordError) in try state.slotNotes() }
    return vault.ledger.slots.map { slot in
      let note = notes.first { $0.slot == slot.id }
      let parameters = Self.parameters(of: slot)
      return SlotView(
        id: slot.id, name: note?.name ?? Self.kind(of: slot).rawValue, kind: Self.kind(of: slot),
        grant: slot.grant == .root ? "root" : "audit", lastVerified: note?.verifiedAt,
        passes: parameters?.operations, memoryBytes: parameters?.memoryBytes,
        openedThis: vault.ledger.openedWith == slot.id)
    }
  }

  /// A slot by its name or the beginning of its identifier.
  func slot(named name: String, _ vault: OpenVault) throws(ServiceError) -> SlotView {
    let all = try slots(vault)
    let matching = all.filter {
      $0.name == name || (name.utf8.count >= 4 && $0.id.hex.hasPrefix(name))
    }
    guard let only = matching.first else { throw .noSuchSlot(name: name) }
    guard matching.count == 1 else { throw .ambiguousSlot(name: name) }
    return only
  }

  private static func parameters(of slot: Slot) -> KDFParameters? {
    for case .passphrase(let block) in slot.factors { return block.parameters }
    return nil
  }

  static func kind(of slot: Slot) -> SlotKind {
    let kinds = slot.factors.map(\.kind)
    if kinds.contains(.passphrase) { return .passphrase }
    if kinds.contains(.keyFile) { return .keyFile }
    return kinds.contains(.recovery) ? .recovery : .identity
  }

  static func note(_ slot: Slot, named name: String, verified: Int64? = nil) -> Event {
    .slotNoted(
      SlotNoted(slot: slot.id, kind: kind(of: slot), name: name, verifiedAt: verified))
  }
}
