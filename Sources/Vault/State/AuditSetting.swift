/// How much is to be sure about a use before a secret leaves: a setting of the vault.
package enum AuditSetting: String, CaseIterable, Sendable {
  /// Uses are noted on the machine, and join the ledger later.
  case summed
  /// Every use is in the ledger first.
  case strict

  package static let name = "audit"
}

extension State {
  /// Whether the setting is ``AuditSetting/strict``. Asked before every value: it reads no record where
  /// it is not.
  package func recordsUsesFirst() throws(RecordError) -> Bool {
    try record(RecordKey.usesFirst) != nil
  }
}
