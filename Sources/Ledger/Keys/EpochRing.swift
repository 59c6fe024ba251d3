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

  /// Whether what EpochStarted carries opens with the keys of its epoch, and belongs together. Nil
  /// when those keys are not known.
  func isSound(_ epoch: UInt32, _ sealed: SealedEpoch) throws(CryptographyError) -> Bool? {
    guard let later = try keys(of: epoch) else { return nil }
    guard let audit = try Self.openAudit(sealed, with: later) else { return false }
    guard later.holdsRoot else { return true }
    guard let root = try Self.openRoot(sealed, with: later) else { return false }
    return try EpochKeys(root: root, epoch: epoch - 1, vault: vault).isAuditKey(audit)
  }

  /// Whether both keys that EpochStarted carries open, and are not of one epoch.
  func isContradictory(
    _ epoch: UInt32, _ sealed: SealedEpoch
  ) throws(CryptographyError) -> Bool {
    guard let later = try keys(of: epoch), let audit = try Self.openAudit(sealed, with: later),
      let root = try Self.openRoot(sealed, with: later)
    else { return false }
    return try !EpochKeys(root: root, epoch: epoch - 1, vault: vault).isAuditKey(audit)
  }

  /// The keys of the epoch before `later`, as far as they open. Whether all of them do is checked
  /// where the event stands.
  private static func open(
    _ sealed: SealedEpoch, with later: EpochKeys
  ) throws(CryptographyError) -> EpochKeys? {
    let epoch = later.epoch - 1
    guard let root = try openRoot(sealed, with: later) else {
      guard let audit = try openAudit(sealed, with: later) else { return nil }
      return try EpochKeys(audit: audit, epoch: epoch, vault: later.vault)
    }
    return try EpochKeys(root: root, epoch: epoch, vault: later.vault)
  }

  private static func openRoot(
    _ sealed: SealedEpoch, with later: EpochKeys
  ) throws(CryptographyError) -> SecretBytes? {
    let context = context(of: later.epoch, in: later.vault)
    let opened: SecretBytes?? = try later.withRoot { (key) throws(CryptographyError) in
      try openOrNil { () throws(CryptographyError) in
        try SealedBox.openSecret(
          sealed.root.span, key: key, label: Labels.epochRoot, header: context.span)
      }
    }
    guard let opened else { return nil }
    return opened
  }

  private static func openAudit(
    _ sealed: SealedEpoch, with later: EpochKeys
  ) throws(CryptographyError) -> SecretBytes? {
    let context = context(of: later.epoch, in: later.vault)
    return try later.withAudit { (key) throws(CryptographyError) in
      try openOrNil { () throws(CryptographyError) in
        try SealedBox.openSecret(
          sealed.audit.span, key: key, label: Labels.epochAudit, header: context.span)
      }
    }
  }

  private static func openOrNil(
    _ body: () throws(CryptographyError) -> SecretBytes
  ) throws(CryptographyError) -> SecretBytes? {
    do throws(CryptographyError) { return try body() } catch {
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
