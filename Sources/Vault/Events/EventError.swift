package import ByteCoding

/// Why bytes are not an event that this program knows.
package enum EventError: Error, Equatable {
  /// No event of this number is known here.
  case unknownKind(UInt64)
  /// The payload is not the deterministic encoding of the expected items.
  case malformed(CBORError)
  /// The payload is a map of another size than its kind has.
  case wrongFieldCount(expected: Int)
  /// A map key other than the one that must come next.
  case unexpectedField(UInt64)
  /// A text that must be one of a few words, in this map key, is none of them.
  case unknownWord(field: UInt64)
}
