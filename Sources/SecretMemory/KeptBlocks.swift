import CSodium
import Synchronization

/// Wiped blocks, kept for the next secret of the same length.
///
/// A guarded block costs a dozen system calls and several page faults to make and to free: opening a
/// vault derives a key for every frame, and would spend a quarter of its time on that. A kept block
/// stays guarded and locked; what was written before its start is not noticed, because it is not
/// freed.
enum KeptBlocks {
  /// Bytes of a key, and of a key with its commitment.
  private static let keys: ClosedRange<Int> = 32...64
  private static let mostKeys = 8
  /// What fits into a page.
  private static let small: ClosedRange<Int> = 1...4096
  private static let mostSmall = 32

  private struct Block {
    let length: Int
    /// Of a live block of that length that nobody else has.
    let address: UInt
  }

  private struct Shelf {
    var lengths = keys
    var most = mostKeys
    /// Those kept last at the end.
    var blocks: [Block] = []
  }

  private static let shelf = Mutex(Shelf())

  /// From now on for all small lengths.
  static func keepSmall() {
    shelf.withLock { ($0.lengths, $0.most) = (small, mostSmall) }
  }

  /// A block of zero bytes, if one of that length was kept.
  static func take(_ length: Int) -> UnsafeMutablePointer<UInt8>? {
    guard small.contains(length) else { return nil }
    let block = shelf.withLock { shelf in
      shelf.blocks.lastIndex { $0.length == length }.map { shelf.blocks.remove(at: $0) }
    }
    return unsafe block.flatMap { unsafe UnsafeMutablePointer(bitPattern: $0.address) }
  }

  /// Wipes a block and keeps it, in place of the one that nobody has asked for the longest; false
  /// when it is to be freed.
  static func keep(_ base: UnsafeMutablePointer<UInt8>, _ length: Int) -> Bool {
    guard shelf.withLock({ $0.lengths.contains(length) }) else { return false }
    unsafe sodium_memzero(base, length)
    let block = Block(length: length, address: UInt(bitPattern: base))
    let surplus = shelf.withLock { shelf in
      shelf.blocks.append(block)
      return shelf.blocks.count > shelf.most ? shelf.blocks.removeFirst() : nil
    }
    if let surplus {
      unsafe sodium_free(UnsafeMutableRawPointer(bitPattern: surplus.address))
    }
    return true
  }
}

extension SecretBytes {
  /// For work that makes thousands of small secrets of a few lengths: from now on a few dozen of
  /// their blocks are kept, wiped, guarded and locked, instead of being freed.
  package static func keepSmallBlocks() {
    KeptBlocks.keepSmall()
  }
}
