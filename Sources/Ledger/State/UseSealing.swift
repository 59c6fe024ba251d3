package import ByteCoding
import Cryptography

/// Seals what this machine notes of uses until they join the ledger (specification, section 8.1).
package struct UseSealing {
  /// Bytes that sealing adds.
  package static let overhead = SealedBox.overhead

  let ring: EpochRing
  let sealer: Sealer

  /// In which records are sealed now.
  package var epoch: UInt32 { ring.present.epoch }

  /// Seals the plaintext of a record that begins with `head`.
  package func seal(
    _ plaintext: [UInt8], head: [UInt8]
  ) throws(LedgerError) -> [UInt8] {
    let context = ring.vault.bytes + head
    let sealed = try keyed { () throws(CryptographyError) -> [UInt8]? in
      guard let key = try ring.present.rootSubkey(Labels.stateKey) else { return nil }
      return try sealer.seal(plaintext.span, key: key, label: Labels.uses, context: context.span)
    }
    guard let sealed else { throw .readOnly }
    return sealed
  }

  /// Nil when it does not open.
  package func open(
    _ sealed: Span<UInt8>, head: [UInt8], epoch: UInt32
  ) throws(LedgerError) -> [UInt8]? {
    let context = ring.vault.bytes + head
    do throws(CryptographyError) {
      guard let key = try ring.keys(of: epoch)?.rootSubkey(Labels.stateKey) else { return nil }
      return try SealedBox.open(sealed, key: key, label: Labels.uses, header: context.span)
    } catch {
      if error == .outOfMemory { throw .outOfMemory }
      return nil
    }
  }
}

extension Ledger {
  package var useSealing: UseSealing { UseSealing(ring: contents.ring, sealer: sealer) }

  /// Whether an open group has something to write.
  package var holdsChanges: Bool { held?.isEmpty == false }

  /// Whether the ledger has a transaction, wherever it stands. Reads all of it unless the transaction
  /// is after the checkpoint.
  package func hasTransaction(_ id: Identifier) throws(LedgerError) -> Bool {
    guard !contents.tail.transactions.contains(id) else { return true }
    var found = false
    try history { body in
      found = body.id == id
      return !found
    }
    return found
  }
}
