import CSodium
import Synchronization

/// Wiped blocks of small lengths, kept for the next secret of the same length.
///
/// A guarded block costs a dozen system calls and several page faults to make and to free: opening a
/// vault derives a key for every frame, and writing the files of many tools composes, reads and
/// compares texts of a few lengths again and again; each would spend a quarter of its time on that.
/// A kept block stays guarded and locked, and there are so few that the limit of locked memory hardly
/// notices.
enum KeptBlocks {
  /// Bytes: up to what a page holds.
  private static let lengths: ClosedRange<Int> = 1...4096
  private static let most = 32

  private struct Block {
    let length: Int
    /// Of a live block of that length that nobody else has.
    let address: UInt
  }

  /// Those kept last at the end.
  private static let kept = Mutex<[Block]>([])

  /// A block of zero bytes, if one of that length was kept.
  static func take(_ length: Int) -> UnsafeMutablePointer<UInt8>? {
    guard lengths.contains(length) else { return nil }
    let block = kept.withLock { blocks in
      blocks.lastIndex { $0.length == length }.map { blocks.remove(at: $0) }
    }
    return unsafe block.flatMap { unsafe UnsafeMutablePointer(bitPattern: $0.address) }
  }

  /// Wipes a block and keeps it, in place of the one that nobody has asked for the longest; false
  /// when it is to be freed.
  static func keep(_ base: UnsafeMutablePointer<UInt8>, _ length: Int) -> Bool {
    guard lengths.contains(length) else { return false }
    unsafe sodium_memzero(base, length)
    let block = Block(length: length, address: UInt(bitPattern: base))
    let surplus = kept.withLock { blocks in
      blocks.append(block)
      return blocks.count > most ? blocks.removeFirst() : nil
    }
    if let surplus {
      unsafe sodium_free(UnsafeMutableRawPointer(bitPattern: surplus.address))
    }
    return true
  }
}
