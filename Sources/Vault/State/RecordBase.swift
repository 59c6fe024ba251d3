/// Why a record could not be had.
package enum RecordError: Error, Equatable, Sendable {
  /// The base could not be read, or holds something that is no record; whoever made the base
  /// knows more.
  case unavailable
}

/// What the state is folded upon: the records of a checkpoint, or nothing.
package protocol RecordBase: AnyObject {
  /// The record under `key`, nil when there is none.
  func record(_ key: [UInt8]) throws(RecordError) -> [UInt8]?

  /// Calls `body` with every record whose key begins with `prefix`, in ascending order of keys,
  /// until it returns false.
  func records(
    withPrefix prefix: [UInt8], _ body: (_ key: [UInt8], _ value: [UInt8]) -> Bool
  ) throws(RecordError)
}

/// The base of a fold from the first event.
package final class EmptyBase: RecordBase {
  package init() {}

  package func record(_ key: [UInt8]) throws(RecordError) -> [UInt8]? { nil }

  package func records(
    withPrefix prefix: [UInt8], _ body: (_ key: [UInt8], _ value: [UInt8]) -> Bool
  ) throws(RecordError) {}
}
