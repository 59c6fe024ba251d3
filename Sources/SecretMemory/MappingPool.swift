import CSodium

/// Secret mappings of several pages, between unreadable ones. A few are kept for the next block of
/// their size.
struct MappingPool {
  private struct Mapping {
    let start: UInt
    let pages: Int
  }

  private var kept: [Mapping] = []

  /// How many pages are kept: they count as locked.
  private static let mostPages = 256

  /// Larger blocks are libsodium's.
  private static let largestBlock = 64 << 20

  /// How many pages a block gets: powers of two, so that few sizes serve all. Nil when it is too
  /// large.
  static func pages(for count: Int) -> Int? {
    guard count <= largestBlock else { return nil }
    var pages = 1
    while pages * SecretBlock.pageSize < count { pages *= 2 }
    return pages
  }

  /// The address of that many pages of zero bytes; nil when the kernel gives none.
  mutating func take(_ pages: Int) -> UInt? {
    if let index = kept.lastIndex(where: { $0.pages == pages }) {
      return kept.remove(at: index).start
    }
    return Self.map(pages)
  }

  mutating func give(_ start: UInt, _ pages: Int) {
    guard kept.reduce(pages, { $0 + $1.pages }) <= Self.mostPages else {
      return Self.unmap(start, pages)
    }
    kept.append(Mapping(start: start, pages: pages))
  }

  private static func map(_ pages: Int) -> UInt? {
    let (page, size) = (SecretBlock.pageSize, pages * SecretBlock.pageSize)
    let descriptor = pages_open(size)
    guard descriptor >= 0 else { return nil }
    defer { pages_close(descriptor) }
    guard let gap = unsafe pages_reserve(size + 2 * page) else { return nil }
    guard unsafe pages_place(gap + page, size, descriptor, 0) != 0 else {
      unsafe pages_release(gap, size + 2 * page)
      return nil
    }
    return UInt(bitPattern: gap) + UInt(page)
  }

  private static func unmap(_ start: UInt, _ pages: Int) {
    let page = SecretBlock.pageSize
    if let gap = unsafe UnsafeMutableRawPointer(bitPattern: start - UInt(page)) {
      unsafe pages_release(gap, (pages + 2) * page)
    }
  }
}
