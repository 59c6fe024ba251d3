import ByteCoding
import Delivery
import Vault

/// A setting of a vault, with what it may be. Only what has an effect is here.
enum Setting: String, CaseIterable {
  /// The dialect of a new target where none is named.
  case defaultDialect = "default-dialect"
  /// The age at which a version counts as stale where neither key nor provider says one.
  case maxAge = "max-age"
  /// Whether a command that had to ask for the passphrase leaves an agent behind.
  case startAgent = "start-agent"
  /// Whether a use has to be in the ledger before the secret leaves.
  case audit = "audit"

  var standard: [String] {
    switch self {
    case .defaultDialect: ["dotenv"]
    case .maxAge: []
    case .startAgent: ["after-prompt"]
    case .audit: [AuditSetting.summed.rawValue]
    }
  }

  /// For a message.
  var accepted: [String] {
    switch self {
    case .defaultDialect: Dialect.allCases.map(\.rawValue)
    case .maxAge: ["a duration such as 90d"]
    case .startAgent: ["after-prompt", "never"]
    case .audit: AuditSetting.allCases.map(\.rawValue)
    }
  }

  func accepts(_ values: [String]) -> Bool {
    guard values.count == 1 else { return false }
    switch self {
    case .defaultDialect: return Dialect(rawValue: values[0]) != nil
    case .maxAge: return DurationText.parse(values[0]) != nil
    case .startAgent: return accepted.contains(values[0])
    case .audit: return AuditSetting(rawValue: values[0]) != nil
    }
  }
}
