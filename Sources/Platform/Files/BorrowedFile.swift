internal import CLinux
package import SecretMemory

/// A descriptor that somebody else opened and closes: a standard stream, or one passed on the
/// command line by number.
package struct BorrowedFile: Sendable {
  let descriptor: CInt

  package init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  package func status() throws(SystemError) -> FileStatus {
    try FileStatus.of(descriptor: descriptor)
  }

  /// The next bytes, at most `count`; empty at the end.
  package func read(upTo count: Int) throws(SystemError) -> [UInt8] {
    try readBytes(from: descriptor, upTo: count)
  }

  /// Everything to the end; more than `limit` bytes are refused (EFBIG).
  package func readAll(limit: Int) throws(SystemError) -> [UInt8] {
    try readAllBytes(from: descriptor, limit: limit)
  }

  /// Everything to the end, straight into guarded memory; more than `limit` bytes are refused
  /// (EFBIG).
  package func readSecret(limit: Int) throws(SystemError) -> SecretBytes {
    try readSecretBytes(from: descriptor, limit: limit)
  }

  /// Writes all of `bytes`.
  /// Keeps it from every program that is started from here on.
  package func closeOnExec() throws(SystemError) {
    try systemCall("fcntl") { linux_close_on_exec(descriptor) }
  }

  package func write(_ bytes: Span<UInt8>) throws(SystemError) {
    try writeAll(bytes, to: descriptor)
  }

  package func write(_ text: String) throws(SystemError) {
    try writeAll(Array(text.utf8).span, to: descriptor)
  }
}

/// The streams a process is born with.
package enum StandardStream {
  package static let input = BorrowedFile(0)
  package static let output = BorrowedFile(1)
  package static let error = BorrowedFile(2)
}
