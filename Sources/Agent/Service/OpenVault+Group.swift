import Ledger

/// Changes that become durable together.
extension OpenVault {
  func beginGroup() {
    guard !ledger.isGroupOpen else { return }
    ledger.beginGroup()
  }

  func endGroup() throws(ServiceError) {
    do throws(LedgerError) { try ledger.endGroup() } catch { throw .ledger(error) }
  }

  /// What was seen is written down, or stays due: there is nobody to tell.
  func settle() {
    try? ledger.settle(reset: { startOver() }, apply: { apply($0) })
  }
}
