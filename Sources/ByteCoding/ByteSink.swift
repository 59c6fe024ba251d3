/// Somewhere that bytes go one after another: an array, or guarded memory that may run out.
/// Encoders write to a sink, so that what they write never has to pass through a String.
package protocol ByteSink: ~Copyable {
  /// Why the sink cannot take more; `Never` when it always can.
  associatedtype Failure: Error

  mutating func append(_ byte: UInt8) throws(Failure)
  mutating func append(_ bytes: Span<UInt8>) throws(Failure)
}

/// A sink for bytes that are not secret.
package struct ByteArraySink: ByteSink, Sendable {
  /// What has been written so far.
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func append(_ byte: UInt8) {
    bytes.append(byte)
  }

  package mutating func append(_ bytes: Span<UInt8>) {
    for index in bytes.indices { self.bytes.append(bytes[index]) }
  }

  /// What has been written, which the encoders of this module know to be UTF-8.
  package var text: String { String(decoding: bytes, as: UTF8.self) }
}
