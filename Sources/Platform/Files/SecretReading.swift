internal import CLinux
internal import Glibc
package import SecretMemory

extension OwnedFile {
  /// Everything from here to the end, straight into guarded memory; more than `limit` bytes are
  /// refused (EFBIG).
  package borrowing func readSecret(limit: Int) throws(SystemError) -> SecretBytes {
    try readSecretBytes(from: descriptor, limit: limit)
  }
}

/// Reads to the end without a copy outside guarded memory: blocks that prove too small are replaced
/// by ones twice as large and wiped.
func readSecretBytes(from descriptor: CInt, limit: Int) throws(SystemError) -> SecretBytes {
  var block = try guardedBlock(count: min(sizeHint(of: descriptor), limit) + 1)
  var filled = 0
  while true {
    let got = try readSecretBlock(from: descriptor, into: &block, at: filled)
    if got == 0 { return try guardedPrefix(of: block, count: filled) }
    filled += got
    guard filled <= limit else { throw SystemError(errno: EFBIG, operation: "read") }
    if filled == block.count {
      block = try grown(block, to: min(filled * 2, limit + 1))
    }
  }
}

/// One read(2) into the free end of `block`, which begins at `offset`.
func readSecretBlock(
  from descriptor: CInt, into block: inout SecretBytes, at offset: Int, upTo most: Int = .max
) throws(SystemError) -> Int {
  let count = min(block.count - offset, most)
  return try block.withMutableSpan { (span: inout MutableSpan<UInt8>) throws(SystemError) -> Int in
    try systemCall("read") {
      unsafe span.withUnsafeMutableBytes { bytes in
        unsafe linux_read(descriptor, bytes.baseAddress.map { unsafe $0 + offset }, count)
      }
    }
  }
}

func guardedBlock(count: Int) throws(SystemError) -> SecretBytes {
  do { return try SecretBytes(count: count) } catch { throw .outOfGuardedMemory }
}

func guardedPrefix(of block: borrowing SecretBytes, count: Int) throws(SystemError) -> SecretBytes {
  do { return try block.prefix(count) } catch { throw .outOfGuardedMemory }
}

func grown(_ block: borrowing SecretBytes, to count: Int) throws(SystemError) -> SecretBytes {
  var larger = try guardedBlock(count: count)
  let size = block.count
  block.withSpan { (old: Span<UInt8>) in
    larger.withMutableSpan { (new: inout MutableSpan<UInt8>) in
      for index in 0..<size { new[index] = old[index] }
    }
  }
  return larger
}

extension SystemError {
  static let outOfGuardedMemory = SystemError(errno: ENOMEM, operation: "sodium_malloc")
}
