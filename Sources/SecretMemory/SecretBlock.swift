import CSodium

/// Where the memory of a block comes from, and goes back to.
enum BlockSource: UInt8, Sendable {
  /// `sodium_malloc`.
  case libsodium

  /// One page of those that `SecretPages` set aside.
  case slot

  /// Secret pages of its own.
  case mapping
}

/// Bytes at the end of secret pages, so that one step too far meets the unreadable page behind them.
/// Marked bytes before them tell whether somebody stepped the other way.
struct SecretBlock {
  /// Address of the first page.
  let start: UInt
  let pages: Int
  let count: Int
  let source: BlockSource

  static let pageSize = Int(pages_size())

  /// The address of the first byte.
  var base: UInt { start + UInt(pages * Self.pageSize - count) }

  /// A block in pages of zero bytes.
  init(start: UInt, pages: Int, count: Int, source: BlockSource) {
    self.start = start
    self.pages = pages
    self.count = count
    self.source = source
    if hasMark, let mark = unsafe markPointer {
      unsafe mark.storeBytes(of: Self.mark.0, as: UInt64.self)
      unsafe mark.storeBytes(of: Self.mark.1, toByteOffset: 8, as: UInt64.self)
    }
  }

  /// The block that begins at `base`.
  init(base: UnsafeMutablePointer<UInt8>, count: Int, source: BlockSource) {
    pages = source == .slot ? 1 : MappingPool.pages(for: count) ?? 1
    start = UInt(bitPattern: base) + UInt(count) - UInt(pages * Self.pageSize)
    self.count = count
    self.source = source
  }

  /// Zeroes all that was written to. Traps when bytes before the block were overwritten: what else
  /// was is unknown then.
  func wipe() {
    if hasMark, let mark = unsafe markPointer {
      let isIntact =
        unsafe mark.loadUnaligned(as: UInt64.self) == Self.mark.0
        && mark.loadUnaligned(fromByteOffset: 8, as: UInt64.self) == Self.mark.1
      precondition(isIntact, "SecretMemory: bytes before a block were overwritten")
      unsafe sodium_memzero(mark, Self.markLength + count)
    } else if let bytes = unsafe UnsafeMutableRawPointer(bitPattern: base) {
      unsafe sodium_memzero(bytes, count)
    }
  }

  private static let markLength = 16

  /// Random, so that no copy of other data looks like it.
  private static let mark: (UInt64, UInt64) = {
    Libsodium.ready
    func word() -> UInt64 { UInt64(randombytes_random()) << 32 | UInt64(randombytes_random()) }
    return (word(), word())
  }()

  private var hasMark: Bool { pages * Self.pageSize - count >= Self.markLength }

  private var markPointer: UnsafeMutableRawPointer? {
    unsafe UnsafeMutableRawPointer(bitPattern: base - UInt(Self.markLength))
  }
}
