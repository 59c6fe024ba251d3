import CSodium
import Synchronization

/// Why secret memory could not be had. Carries nothing secret.
package enum SecretMemoryError: Error, Equatable {
  case outOfMemory
}

/// A fixed number of secret bytes in a guarded heap block (`sodium_malloc`): locked against
/// swapping where the limit allows it, left out of core dumps, followed by a guard page, and
/// wiped before it is freed. After `SecretPages.reserve` in pages that nobody else can read.
///
/// Not copyable, so that moving a secret moves one pointer and leaves no bytes behind, and not
/// describable, so that putting one into a message does not compile.
@safe  // `base` is the only lasting reference to a live block of `count` bytes until `deinit`.
package struct SecretBytes: ~Copyable, @unchecked Sendable {
  private let base: UnsafeMutablePointer<UInt8>
  private let source: BlockSource
  /// Length in bytes.
  package let count: Int

  /// A block of `count` zero bytes. Traps when `count` is negative.
  package init(count: Int) throws(SecretMemoryError) {
    precondition(count >= 0, "SecretMemory: negative length")
    Libsodium.ready
    self.count = count
    if let block = SecretPages.take(count),
      let start = unsafe UnsafeMutablePointer<UInt8>(bitPattern: block.base)
    {
      unsafe base = start
      source = block.source
      return
    }
    source = .libsodium
    if let kept = unsafe KeptBlocks.take(count) {
      unsafe base = kept
      return
    }
    guard let block = unsafe sodium_malloc(count) else { throw .outOfMemory }
    unsafe base = block.bindMemory(to: UInt8.self, capacity: count)
    unsafe base.initialize(repeating: 0, count: count)
    // sodium_malloc does not say when its own lock failed; locking again costs nothing and does.
    if unsafe sodium_mlock(block, count) != 0 {
      Libsodium.lockRefused.store(true, ordering: .relaxed)
    }
  }

  /// A block that holds a copy of `bytes`; the caller still has to wipe the original.
  package init(copying bytes: Span<UInt8>) throws(SecretMemoryError) {
    try self.init(count: bytes.count)
    unsafe bytes.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      unsafe base.update(from: start, count: source.count)
    }
  }

  deinit {
    if source != .libsodium {
      SecretPages.give(unsafe SecretBlock(base: base, count: count, source: source))
    } else if unsafe !KeptBlocks.keep(base, count) {
      unsafe sodium_free(base)
    }
  }

  /// True once the kernel has refused to lock any block of this process: secrets may then reach
  /// swap, which `status` reports.
  package static var lockingFailed: Bool {
    Libsodium.lockRefused.load(ordering: .relaxed)
  }

  /// Lends the bytes for the length of `body`; the only way to read them.
  package borrowing func withSpan<R: ~Copyable, E: Error>(
    _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    try body(unsafe UnsafeBufferPointer(start: base, count: count).span)
  }

  /// Lends the bytes for writing for the length of `body`.
  package mutating func withMutableSpan<R: ~Copyable, E: Error>(
    _ body: (inout MutableSpan<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    var span = unsafe UnsafeMutableBufferPointer(start: base, count: count).mutableSpan
    return try body(&span)
  }

  /// A new block with the first `length` bytes. Traps when there are fewer.
  package borrowing func prefix(_ length: Int) throws(SecretMemoryError) -> SecretBytes {
    try slice(0..<length)
  }

  /// A new block with the bytes of `range`. Traps when the range leaves the block.
  package borrowing func slice(_ range: Range<Int>) throws(SecretMemoryError) -> SecretBytes {
    try withSpan { (all) throws(SecretMemoryError) in
      try SecretBytes(copying: all.extracting(range))
    }
  }
}
