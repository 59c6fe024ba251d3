package import Ledger
package import Platform

/// What went wrong below the vault, for callers that do not know the ledger's own types.
package enum LedgerFact: Equatable, Sendable {
  /// Nothing is at this path.
  case missing(path: String)
  case exists(path: String)
  /// Something that is no file.
  case notAFile(path: String)
  /// Nothing was changed.
  case storageFailed(SystemError)
  /// Whether the change survives is not known.
  case outcomeUnknown(SystemError)
  /// Another process wrote meanwhile, again and again.
  case changedMeanwhile
  /// Another process holds the vault.
  case busy
  case readOnlyStorage(SystemError)
  case unsuitableFileSystem(path: String)
  /// A sequence of nil means the header. `reason` is a stable code.
  case damaged(reason: String, sequence: UInt64?, offset: Int)
  case wrongFactor
  case stateFailed(SystemError)
  case stateDamaged(name: String)
  /// The counters that this machine last saw, and those found.
  case rolledBack(seen: UInt64, found: UInt64)
  case forked(seen: UInt64, found: UInt64)
  /// Made by a newer version of the program.
  case tooNew
  /// Opened with a grant, or without a state directory, that allows reading only.
  case readOnly
  case valueTooLarge
  /// A reason, or the name of who acts.
  case textTooLong
  /// More than one change to the vault can hold.
  case tooMuchAtOnce
  case tooManySlots
  case lastSlot
  case valueMissing
  case outOfMemory
}

extension LedgerError {
  package var fact: LedgerFact {
    switch self {
    case .damaged(let reason, let sequence, let offset):
      .damaged(reason: reason.rawValue, sequence: sequence, offset: offset)
    case .wrongFactor: .wrongFactor
    case .storage(let error): error.fact
    case .state(let error): .stateFailed(error)
    case .stateDamaged(let name): .stateDamaged(name: name)
    case .rolledBack(let conflict): .rolledBack(seen: conflict.seen, found: conflict.found)
    case .forked(let conflict): .forked(seen: conflict.seen, found: conflict.found)
    case .unknownCriticalEvent, .unknownEvents: .tooNew
    case .readOnly: .readOnly
    case .limit(let limit): limit.fact
    case .valueMissing: .valueMissing
    case .outOfMemory: .outOfMemory
    }
  }
}

extension StorageError {
  package var fact: LedgerFact {
    switch self {
    case .notFound(let path): .missing(path: path)
    case .exists(let path): .exists(path: path)
    case .notAVault(let path): .notAFile(path: path)
    case .failed(let error): .storageFailed(error)
    case .ambiguous(let error): .outcomeUnknown(error)
    case .conflict: .changedMeanwhile
    case .locked: .busy
    case .readOnly(let error): .readOnlyStorage(error)
    case .unsuitableFileSystem(let path): .unsuitableFileSystem(path: path)
    }
  }
}

extension LimitExceeded {
  fileprivate var fact: LedgerFact {
    switch self {
    case .valueLength: .valueTooLarge
    case .textLength: .textTooLong
    case .payload, .noEvents: .tooMuchAtOnce
    case .slots: .tooManySlots
    case .lastSlot: .lastSlot
    }
  }
}

extension StorageWarning {
  /// The permission bits by which others can reach the vault.
  package var openMode: UInt32 {
    switch self {
    case .openToOthers(let mode): mode
    }
  }
}

/// Why a way to open the vault could not be made.
package enum SlotFact: Equatable, Sendable {
  case noFactor
  /// A key file, passphrase or code has a length that is not allowed.
  case factorLength
  case costs
  case publicKey
  case outOfMemory
}

extension SlotError {
  package var fact: SlotFact {
    switch self {
    case .noFactor: .noFactor
    case .factorLength: .factorLength
    case .kdfLimits: .costs
    case .weakPoint: .publicKey
    case .outOfMemory: .outOfMemory
    }
  }
}
