import Ledger

/// Changes of several requests that become durable together.
extension Service {
  /// Whether changes are held until ``endGroup()``.
  package var isGroupOpen: Bool { openVault?.ledger.isGroupOpen ?? false }

  /// From here on changes are decided and answered, and held. Nothing is locked before the first one.
  /// Values that were held can be read. What needs a new generation, or opens another vault, first
  /// writes what is held; a failure of that is the failure of every change until ``endGroup()``.
  package func beginGroup() { openVault?.beginGroup() }

  /// Makes everything that was held durable, at once. When this throws, none of the changes since
  /// ``beginGroup()`` hold, unless the storage calls the outcome ambiguous; the vault is read anew
  /// before the next request.
  package func endGroup() throws(ServiceError) { try openVault?.endGroup() }

  /// Writes a checkpoint when one is due: after the answers are out. It is a cache, and without it
  /// nothing is lost. Not in a group.
  package func writeCheckpointIfDue() { openVault?.writeCheckpointIfDue() }

  /// Whether ``settle()`` has nothing to do.
  package var isSettled: Bool { !(openVault?.ledger.isWitnessDue ?? false) }

  /// Writes down what this machine has seen of the vault, where that is done behind the answers.
  /// Stays due where another writer holds the vault, or the state directory fails; then the next
  /// change writes it itself, or fails.
  package func settle() { openVault?.settle() }
}
