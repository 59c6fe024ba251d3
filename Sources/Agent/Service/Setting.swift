import ByteCoding
import Delivery

/// A setting of a vault, with what it may be. Only what has an effect is here.
enum Setting: String, CaseIterable {
  /// The dialect of a new target where none is named.
  case defaultDialect = "default-dialect"
  /// The age at which a version counts as stale where neither key nor provider says one.
  case maxAge = "max-age"

  var standard: [String] {
    switch self {
    case .defaultDialect: ["dotenv"]
    case .maxAge: []
    }
  }

  /// For a message.
  var accepted: [String] {
    switch self {
    case .defaultDialect: Dialect.allCases.map(\.rawValue)
    case .maxAge: ["a duration such as 90d"]
    }
  }

  func accepts(_ values: [String]) -> Bool {
    guard values.count == 1 else { return false }
    switch self {
    case .defaultDialect: return Dialect(rawValue: values[0]) != nil
    case .maxAge: return DurationText.parse(values[0]) != nil
    }
  }
}
