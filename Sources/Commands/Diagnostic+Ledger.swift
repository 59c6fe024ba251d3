import Agent
import Platform

extension Diagnostic {
  init(_ fact: LedgerFact) {
    switch fact {
    case .missing(let path): self.init(ServiceError.noVault(path: path))
    case .exists(let path): self.init(ServiceError.alreadyExists(path: path))
    case .notAFile(let path):
      self.init(
        "not-a-vault", .noVault, "\(path) is not a file", "name the file of a vault: --vault PATH")
    case .wrongFactor: self.init(ServiceError.wrongFactor)
    case .damaged(let reason, let sequence, let offset):
      let place: Message = sequence.map { "frame \($0)" } ?? "the header"
      self.init(
        "vault-damaged", .damaged,
        "the vault is damaged: \(place), at byte \(offset) (\(reason)); nothing was changed",
        "copy the file away first, then restore a backup: keyroll restore FILE")
    case .rolledBack(let seen, let found):
      self.init(
        "vault-older", .rolledBack,
        "the vault is older than the one this machine last saw: change \(found) instead of \(seen)",
        "look for the newer file: a backup may have been put in its place",
        "if the older one is meant: keyroll accept-rollback --reason TEXT")
    case .forked(let seen, let found):
      self.init(
        "vault-forked", .rolledBack,
        "the vault has another history than the one this machine last saw, since change "
          + "\(min(seen, found))",
        "look for the other file: two copies of the vault have been written")
    case .tooNew:
      self.init(
        "vault-too-new", .refused,
        "a newer keyroll wrote to this vault: this one (\(Program.version)) may only read it",
        "use the newer one")
    case .valueMissing:
      self.init("value-missing", .notFound, "the value is not in the vault any more")
    case .outOfMemory: self.init(CommandError.outOfMemory)
    case .storageFailed, .outcomeUnknown, .changedMeanwhile, .busy, .readOnlyStorage,
      .unsuitableFileSystem, .stateFailed, .stateDamaged, .readOnly, .valueTooLarge, .textTooLong,
      .tooMuchAtOnce, .tooManySlots, .lastSlot:
      self.init(storing: fact)
    }
  }

  /// Changes that could not be made durable.
  private init(storing fact: LedgerFact) {
    switch fact {
    case .storageFailed(let error) where ["EACCES", "EPERM"].contains(error.name):
      self.init(
        "permission-denied", .refused, "cannot open the vault: \(error.explanation)",
        "look at the owner and mode of the file and its directory: ls -ld")
    case .storageFailed(let error):
      self.init(
        "storage-failed", .storageFailed,
        "cannot write the vault: \(error.explanation); nothing was changed",
        "make room or repair the medium, then type the same again")
    case .outcomeUnknown(let error):
      self.init(
        "outcome-unknown", .storageFailed,
        "cannot tell whether the change was written: \(error.explanation)",
        "look before you type it again: keyroll log --limit 3")
    case .changedMeanwhile:
      self.init(
        "changed-meanwhile", .conflict, "other processes kept changing the vault",
        "type the same again")
    case .busy:
      self.init(
        "vault-busy", .conflict, "another process holds the vault", "wait for it, then try again")
    case .readOnlyStorage(let error):
      self.init(
        "read-only", .refused, "cannot write the vault: \(error.explanation)",
        "look at its owner and mode with ls -l")
    case .unsuitableFileSystem(let path):
      self.init(
        "unsuitable-file-system", .refused,
        "\(path) is on a file system where locks or fsync cannot be relied upon",
        "put the vault on a local disk")
    default: self.init(beside: fact)
    }
  }

  private init(beside fact: LedgerFact) {
    switch fact {
    case .stateFailed(let error): self.init(error)
    case .stateDamaged(let name):
      self.init(
        "state-damaged", .damaged, "this machine's memory of the vault is damaged: \(name)",
        "move it away; the vault itself is whole")
    case .readOnly:
      self.init(
        "read-only-grant", .refused, "the vault can only be read here",
        "look at the owner and mode of the file and its directory: ls -ld",
        "or open it with a slot that may change it: keyroll slot list")
    case .valueTooLarge: self.init(InputError.tooLarge(limit: ValueInput.limit))
    case .textTooLong:
      self.init("text-too-long", .usage, "the text given with --reason is too long")
    case .tooManySlots:
      self.init("too-many-slots", .refused, "the vault has no room for more slots")
    case .lastSlot: self.init(ServiceError.lastSlot)
    default: self.init("too-much", .refused, "this is more than one change to the vault can hold")
    }
  }
}
