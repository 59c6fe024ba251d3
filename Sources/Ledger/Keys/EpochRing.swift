import ByteCoding
import Cryptography
import SecretMemory

/// The keys of the epoch before, as EpochStarted carries them.
package struct SealedEpoch: Equatable, Sendable {
  let root: [UInt8]
  let audit: [UInt8]
}

/// The keys of every epoch of a vault: the present ones were granted, each older ones are opened
/// with those after them.
final class EpochRing {
  let vault: Identifier
  let present: EpochKeys
  private var known: [UInt32: EpochKeys]
  private var sealed: [UInt32: SealedEpoch] = [:]

  init(_ keys: EpochKeys) {
    vault = keys.vault
    present = keys
    known = [keys.epoch: keys]
  }

  /// Learns what opens the epoch before `epoch`.
  func learn(_ epoch: UInt32, _ keys: SealedEpoch) {
    sealed[epoch] = keys
  }

  /// A ring that also has the keys of a newer epoch, which were granted or just made.
  func advanced(to keys: EpochKeys) -> EpochRing {
    let ring = EpochRing(keys)
    ring.known.merge(known) { later, _ in later }
    ring.sealed = sealed
    return ring
  }

  /// The keys of an epoch; nil when no chain of sealed keys leads there.
  func keys(of epoch: UInt32) throws(CryptographyError) -> EpochKeys? {
    if let keys = known[epoch] { return keys }
    guard epoch >= 1, epoch < present.epoch else { return nil }
    var nearest = present
    for candidate in (epoch..<present.epoch).reversed() {
      if let keys = known[candidate] {
        nearest = keys
        continue
      }
      guard let box = sealed[candidate + 1],
        let keys = try Self.open(box, with: nearest)
      else { return nil }
      known[candidate] = keys
      nearest = keys
    }
    return nearest
  }

  /// The keys of the epoch before `later`; nil when the box is not theirs.
  static func open(
    _ box: SealedEpoch, with later: EpochKeys
  ) throws(CryptographyError) -> EpochKeys? {
    let context = context(of: later.epoch, in: later.vault)
    do throws(CryptographyError) {
      let audit = try later.withAudit { (key) throws(CryptographyError) in
        try SealedBox.openSecret(
          box.audit.span, key: key, label: Labels.epochAudit, header: context.span)
      }
      let root = try later.withRoot { (key) throws(CryptographyError) in
        try SealedBox.openSecret(
          box.root.span, key: key, label: Labels.epochRoot, header: context.span)
      }
      guard let root else {
        return try EpochKeys(audit: audit, epoch: later.epoch - 1, vault: later.vault)
      }
      let keys = try EpochKeys(root: root, epoch: later.epoch - 1, vault: later.vault)
      return keys.isAuditKey(audit) ? keys : nil
    } catch {
      if error == .outOfMemory { throw error }
      return nil
    }
  }

  /// Seals the keys of `earlier` under those of the epoch after; nil without the root keys.
  static func seal(
    _ earlier: EpochKeys, under later: EpochKeys, with sealer: Sealer
  ) throws(CryptographyError) -> SealedEpoch? {
    let context = context(of: later.epoch, in: later.vault)
    let root: [UInt8]?? = try later.withRoot { (key) throws(CryptographyError) in
      try earlier.withRoot { (old) throws(CryptographyError) in
        try old.withSpan { (plaintext) throws(CryptographyError) in
          try sealer.seal(plaintext, key: key, label: Labels.epochRoot, context: context.span)
        }
      }
    }
    guard let root, let root else { return nil }
    let audit = try later.withAudit { (key) throws(CryptographyError) in
      try earlier.withAudit { (old) throws(CryptographyError) in
        try old.withSpan { (plaintext) throws(CryptographyError) in
          try sealer.seal(plaintext, key: key, label: Labels.epochAudit, context: context.span)
        }
      }
    }
    return SealedEpoch(root: root, audit: audit)
  }

  private static func context(of epoch: UInt32, in vault: Identifier) -> [UInt8] {
    vault.bytes + epoch.littleEndianBytes
  }
}
