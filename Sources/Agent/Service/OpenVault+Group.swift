import Ledger

/// Changes that become durable together.
extension OpenVault {
  func beginGroup() {
    guard !ledger.isGroupOpen else { return }
    ledger.beginGroup()
  }

  /// Takes the lock now, or fails where another writer has it.
  func beginGroupAtOnce() throws(ServiceError) {
    ledger.beginGroup(waiting: false)
    do throws(LedgerError) {
      try ledger.enterGroup(reset: { startOver() }, apply: { apply($0) })
    } catch {
      try? ledger.endGroup()
      throw .ledger(error)
    }
  }

  func endGroup() throws(ServiceError) {
    do throws(LedgerError) { try ledger.endGroup() } catch { throw .ledger(error) }
  }

  /// What was seen is written down, or stays due: there is nobody to tell.
  func settle() {
    try? ledger.settle(reset: { startOver() }, apply: { apply($0) })
  }
}
