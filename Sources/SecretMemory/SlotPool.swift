import CSodium

/// Single secret pages with an unreadable one before and after each, handed out and taken back
/// without a system call. The page given back last is handed out first: it is in use already, and
/// in the caches.
struct SlotPool {
  private var free: [UInt]

  /// Nil when the kernel gives none.
  init?(blocks: Int) {
    free = Self.place(blocks)
    if free.isEmpty { return nil }
  }

  mutating func take() -> UInt? { free.popLast() }

  mutating func give(_ page: UInt) { free.append(page) }

  /// The addresses of up to `blocks` pages, the one to be taken first at the end.
  private static func place(_ blocks: Int) -> [UInt] {
    let size = SecretBlock.pageSize
    guard blocks > 0, let start = unsafe pages_reserve((2 * blocks + 1) * size) else { return [] }
    let descriptor = pages_open(blocks * size)
    // Closed as soon as it is mapped: a descriptor could be fetched and mapped by others.
    defer { if descriptor >= 0 { pages_close(descriptor) } }
    var placed: [UInt] = []
    for index in 0..<(descriptor < 0 ? 0 : blocks) {
      let page = unsafe start + (2 * index + 1) * size
      guard unsafe pages_place(page, size, descriptor, index * size) != 0 else { break }
      placed.append(UInt(bitPattern: page))
    }
    if placed.count < blocks { withdrawHalf(&placed) }
    if placed.isEmpty { unsafe pages_release(start, (2 * blocks + 1) * size) }
    return placed.reversed()
  }

  /// Gives back half of what may be locked when all of it is taken: larger blocks need some too.
  private static func withdrawHalf(_ placed: inout [UInt]) {
    for page in placed.suffix(placed.count / 2) {
      if let page = unsafe UnsafeMutableRawPointer(bitPattern: page) {
        unsafe pages_withdraw(page, SecretBlock.pageSize)
      }
    }
    placed.removeLast(placed.count / 2)
  }
}
