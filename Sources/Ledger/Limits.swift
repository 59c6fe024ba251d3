/// Limits of the format (specification, section 10), in bytes unless said.
package enum Limits {
  package static let frame = 1 << 20
  /// Most frames that one payload may take.
  package static let parts = 64
  /// Payload bytes in a full part.
  package static let part = 1_000_000
  package static let payload = parts * part
  /// One value, without its seal.
  package static let value = 1 << 20
  /// Most slots in a header.
  package static let slots = 32
  /// One copy.
  package static let header = 1 << 16
  /// Actor or reason of a transaction.
  package static let text = 4096
}
