import ByteCoding
import Cryptography
import SecretMemory

/// What opening a slot gives: the keys of the header's epoch, and what opens the slot again.
struct OpenedSlot: ~Copyable {
  let keys: EpochKeys
  let session: SessionKey
}

extension Header {
  /// Opens a slot with what is offered, a root grant before an audit grant; nil when none opens.
  func open(_ offered: borrowing Factors) throws(ReadFault) -> OpenedSlot? {
    let hashes = FactorHashes()
    for candidate in slotsInOrder {
      guard let identity = try identity(of: candidate.slot, offered, hashes) else { continue }
      if let opened = try open(candidate, with: identity) { return opened }
    }
    return nil
  }

  /// Opens the grant of a slot that was opened before; nil when it is there no more, or has another
  /// identity.
  func open(_ session: borrowing SessionKey) throws(ReadFault) -> OpenedSlot? {
    let id = session.slot
    guard let candidate = slots.first(where: { $0.slot.id == id }),
      AgreementKey.publicKey(of: session.identity) == candidate.slot.publicKey
    else { return nil }
    let copy = try guarded { () throws(SecretMemoryError) in try session.copy() }
    return try open(candidate, with: copy.identity)
  }

  /// Root grants first; among them those that cost no passphrase hash.
  private var slotsInOrder: [GrantedSlot] {
    func cost(_ candidate: GrantedSlot) -> UInt64 {
      let hashes = candidate.slot.factors.contains { $0.kind == .passphrase }
      return candidate.slot.grant.rawValue * 2 + (hashes ? 1 : 0)
    }
    return slots.sorted { cost($0) < cost($1) }
  }

  private func identity(
    of slot: Slot, _ offered: borrowing Factors, _ hashes: FactorHashes
  ) throws(ReadFault) -> SecretBytes? {
    guard let sealed = slot.sealedIdentity else { return try offered.identity(for: slot) }
    let identity: SecretBytes
    do throws(CryptographyError) {
      guard let key = try hashes.key(for: slot, in: vault, offered: offered) else { return nil }
      identity = try SealedBox.openSecret(
        sealed.span, key: key, label: Labels.identity, header: slot.context(in: vault).span)
    } catch {
      if error == .outOfMemory { throw .outOfMemory }
      return nil
    }
    guard AgreementKey.publicKey(of: identity) == slot.publicKey else { throw .damage(.slotPoint) }
    return identity
  }

  private func open(
    _ candidate: GrantedSlot, with identity: consuming SecretBytes
  ) throws(ReadFault) -> OpenedSlot? {
    do throws(CryptographyError) {
      let granted = try candidate.openGrant(with: identity, epoch: epoch, vault: vault)
      let keys =
        switch candidate.slot.grant {
        case .root: try EpochKeys(root: granted, epoch: epoch, vault: vault)
        case .audit: try EpochKeys(audit: granted, epoch: epoch, vault: vault)
        }
      return OpenedSlot(
        keys: keys, session: SessionKey(slot: candidate.slot.id, identity: identity))
    } catch {
      switch error {
      case .outOfMemory: throw .outOfMemory
      case .weakPoint: throw .damage(.slotPoint)
      case .authenticationFailed, .invalidParameters: return nil
      }
    }
  }
}

extension Factors {
  /// The offered identity if it is that of `slot`.
  fileprivate borrowing func identity(for slot: Slot) throws(ReadFault) -> SecretBytes? {
    switch identity {
    case .some(let identity)
    where identity.count == AgreementKey.length
      && AgreementKey.publicKey(of: identity) == slot.publicKey:
      return try guarded { () throws(SecretMemoryError) in try identity.slice(0..<identity.count) }
    default: return nil
    }
  }
}

/// Takes guarded memory; its lack says nothing about the vault.
func guarded<R: ~Copyable>(
  _ body: () throws(SecretMemoryError) -> R
) throws(ReadFault) -> R {
  do throws(SecretMemoryError) { return try body() } catch { throw .outOfMemory }
}
