package import Platform

/// Why the ledger could not do what was asked. Facts only; the words are made elsewhere.
package enum LedgerError: Error, Equatable {
  /// The file is not a valid vault: the first frame that is not, and its offset in the file.
  /// Without a sequence the header is meant.
  case damaged(DamageReason, sequence: UInt64?, offset: Int)
  /// No slot opens with what was offered, or the slot that was opened is no more.
  case wrongFactor
  case storage(StorageError)
  /// The state directory could not be read or written.
  case state(SystemError)
  /// A file of the state directory is not ours or was damaged: its name.
  case stateDamaged(String)
  /// The vault is older than the one that this machine last saw.
  case rolledBack(WitnessConflict)
  /// The vault and the one that this machine last saw have grown apart.
  case forked(WitnessConflict)
  /// An event that must be understood before writing: a newer version made it.
  case unknownCriticalEvent(kind: UInt64)
  /// Events that this version does not know, though none is critical: no rewriting.
  case unknownEvents
  /// An audit grant, or no state directory: the vault can be read and not written.
  case readOnly
  case limit(LimitExceeded)
  /// The blob is not in the vault: purged, or never written.
  case valueMissing(BlobAddress)
  case outOfMemory
}

/// A limit of the format that what was to be written exceeds.
package enum LimitExceeded: Equatable, Sendable {
  case valueLength(Int)
  /// Length of an actor or a reason.
  case textLength(Int)
  /// The payload of one transaction, in bytes.
  case payload
  /// The header has no room for the slots, or there are too many.
  case slots
  /// Nobody would hold a root grant any more.
  case lastSlot
  /// A transaction without events.
  case noEvents
}

extension ReadFault {
  /// The same fault at its place.
  func at(_ sequence: UInt64?, _ offset: Int) -> LedgerError {
    switch self {
    case .damage(.slotLocked): .wrongFactor
    case .damage(let reason): .damaged(reason, sequence: sequence, offset: offset)
    case .outOfMemory: .outOfMemory
    }
  }
}

/// Runs an operation of the storage.
func stored<R>(_ body: () throws(StorageError) -> R) throws(LedgerError) -> R {
  do throws(StorageError) { return try body() } catch { throw .storage(error) }
}

/// Runs a check of bytes that stand at a known place.
func placed<R: ~Copyable>(
  _ sequence: UInt64?, _ offset: Int, _ body: () throws(ReadFault) -> R
) throws(LedgerError) -> R {
  do throws(ReadFault) { return try body() } catch { throw error.at(sequence, offset) }
}
