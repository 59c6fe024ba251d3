import CSodium
import Synchronization

/// Wiped blocks of the lengths that keys have, kept for the next key.
///
/// A guarded block costs five system calls and as many page faults to make and to free: opening a
/// vault derives a key for every frame, and would spend a quarter of its time on that. A kept block
/// stays guarded and locked.
enum KeyBlocks {
  /// Bytes of a key, and of a key with its commitment.
  private static let lengths: ClosedRange<Int> = 32...64
  private static let most = 8

  private struct Block {
    let length: Int
    /// Of a live block of that length that nobody else has.
    let address: UInt
  }

  private static let kept = Mutex<[Block]>([])

  /// A block of zero bytes, if one of that length was kept.
  static func take(_ length: Int) -> UnsafeMutablePointer<UInt8>? {
    guard lengths.contains(length) else { return nil }
    let block = kept.withLock { blocks in
      blocks.firstIndex { $0.length == length }.map { blocks.remove(at: $0) }
    }
    return unsafe block.flatMap { unsafe UnsafeMutablePointer(bitPattern: $0.address) }
  }

  /// Wipes a block and keeps it; false when it is to be freed.
  static func keep(_ base: UnsafeMutablePointer<UInt8>, _ length: Int) -> Bool {
    guard lengths.contains(length) else { return false }
    unsafe sodium_memzero(base, length)
    let block = Block(length: length, address: UInt(bitPattern: base))
    return kept.withLock { blocks in
      guard blocks.count < most else { return false }
      blocks.append(block)
      return true
    }
  }
}
