import Ledger
import Vault

/// The records of a ledger's checkpoint, as the base of the vault's state.
final class LedgerRecords: RecordBase {
  private let ledger: Ledger
  /// Why records were unavailable, for whoever sees only that they were.
  private(set) var failure: LedgerError?

  init(_ ledger: Ledger) { self.ledger = ledger }

  func record(_ key: [UInt8]) throws(RecordError) -> [UInt8]? {
    do throws(LedgerError) { return try ledger.record(key) } catch { throw noting(error) }
  }

  func records(
    withPrefix prefix: [UInt8], _ body: (_ key: [UInt8], _ value: [UInt8]) -> Bool
  ) throws(RecordError) {
    do throws(LedgerError) {
      try ledger.records(withPrefix: prefix, body)
    } catch { throw noting(error) }
  }

  private func noting(_ error: LedgerError) -> RecordError {
    failure = error
    return .unavailable
  }
}
