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
  /// before the next request. Uses that wait for the ledger go along with what was held.
  package func endGroup() throws(ServiceError) {
    guard let vault = openVault else { return }
    let wroteUses = joinsUses(vault) && writeUses(vault)
    joinsUsesAnyway = false
    do throws(ServiceError) { try vault.endGroup() } catch {
      useBook?.finish(isWritten: false)
      throw error
    }
    useBook?.finish(isWritten: wroteUses)
  }

  private func joinsUses(_ vault: OpenVault) -> Bool {
    vault.ledger.isGroupOpen && (joinsUsesAnyway || vault.ledger.holdsChanges)
  }

  /// Writes a checkpoint when one is due: after the answers are out. It is a cache, and without it
  /// nothing is lost. Not in a group.
  package func writeCheckpointIfDue() { openVault?.writeCheckpointIfDue() }

  /// Whether ``settle()`` has nothing to do.
  package var isSettled: Bool {
    !(openVault?.ledger.isWitnessDue ?? false) && (useBook?.isFlushed ?? true)
  }

  /// Writes down what this machine has seen of the vault, where that is done behind the answers, and
  /// what it was used for. Stays due where another writer holds the vault, or the state directory
  /// fails; then the next change writes the former itself, or fails.
  package func settle() {
    settleUses()
    openVault?.settle()
  }
}
