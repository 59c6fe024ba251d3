internal import CLinux
internal import Glibc

extension OwnedFile {
  /// Writes all of `bytes` at the current position; on an error some of them may be written.
  package borrowing func write(_ bytes: Span<UInt8>) throws(SystemError) {
    try writeAll(bytes, to: descriptor)
  }

  package borrowing func write(_ bytes: [UInt8]) throws(SystemError) {
    try writeAll(bytes.span, to: descriptor)
  }

  /// Writes all of `bytes` from `offset` on. Moves no position.
  package borrowing func write(_ bytes: Span<UInt8>, at offset: Int) throws(SystemError) {
    let descriptor = self.descriptor
    try unsafe writeLoop(bytes, "pwrite") { start, count, written in
      unsafe linux_pwrite(descriptor, start, count, offset + written)
    }
  }

  package borrowing func write(_ bytes: [UInt8], at offset: Int) throws(SystemError) {
    try write(bytes.span, at: offset)
  }
}

func writeAll(_ bytes: Span<UInt8>, to descriptor: CInt) throws(SystemError) {
  try unsafe writeLoop(bytes, "write") { start, count, _ in
    unsafe linux_write(descriptor, start, count)
  }
}

/// Repeats a short write until nothing is left. A write that takes nothing reports a full medium:
/// going on would spin.
private func writeLoop(
  _ bytes: Span<UInt8>, _ operation: String,
  _ call: (_ start: UnsafeRawPointer, _ count: Int, _ written: Int) -> Int
) throws(SystemError) {
  try unsafe bytes.withUnsafeBytes { (block: UnsafeRawBufferPointer) throws(SystemError) in
    guard let start = block.baseAddress else { return }
    var written = 0
    while written < block.count {
      let taken = try systemCall(operation) {
        unsafe call(start + written, block.count - written, written)
      }
      guard taken > 0 else { throw SystemError(errno: ENOSPC, operation: operation) }
      written += taken
    }
  }
}
