package import Delivery
import Platform
package import SecretMemory

/// What an environment file holds.
package enum TargetContent: ~Copyable {
  /// The variables in it.
  case values(SecretFields)
  /// There is no such file.
  case missing
  /// The file could not be read, or is in a state in which no values may be in it.
  case unreadable(DeliveryError)
  /// Text in no dialect: the first line at which reading ended, where that is known.
  case notUnderstood(line: Int?)

  /// Reads the file at `path`, in `dialect` if it is in that one, else in any other.
  package static func read(
    _ path: String, dialect: Dialect
  ) throws(DiscoveryError) -> TargetContent {
    do throws(DeliveryError) {
      guard let fields = try EnvironmentFile.read(path, dialect: dialect) else { return .missing }
      return .values(fields)
    } catch {
      switch error {
      case .foreignContent(_, _, let line): return .notUnderstood(line: line)
      case .system(let cause) where Self.absent.contains(cause.name): return .missing
      case .memory: throw .memory
      default: return .unreadable(error)
      }
    }
  }

  /// A directory on the way is gone, or has become something else.
  private static let absent: Set<String> = ["ENOENT", "ENOTDIR"]
}
