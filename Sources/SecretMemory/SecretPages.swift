import CSodium
import Synchronization

/// Memory that only this process can read: the kernel itself, and with it root, /proc and a dump of
/// the machine, has lost sight of it (memfd_secret). Never swapped.
///
/// For processes that live long: the first use of a page costs as much as a hundred system calls.
/// While there is such memory the machine does not hibernate.
package enum SecretPages {
  /// From now on every `SecretBytes` of this process lives in such memory, blocks of up to a page in
  /// one of `blocks` places that are set aside here, larger ones and those that find no place in
  /// mappings of their own. What the kernel then refuses is had from libsodium as before.
  ///
  /// False where the kernel has no such memory, or lets this process lock none: nothing changes
  /// then. Calling it again changes nothing.
  @discardableResult
  package static func reserve(blocks: Int) -> Bool {
    Libsodium.ready
    slots.withLock { pool in
      if pool == nil { pool = SlotPool(blocks: blocks) }
      inUse.store(pool != nil, ordering: .releasing)
    }
    return isInUse
  }

  /// Whether new blocks are taken from such memory.
  package static var isInUse: Bool { inUse.load(ordering: .acquiring) }

  /// Whether the kernel has such memory at all.
  static var isSupported: Bool {
    let descriptor = pages_open(pages_size())
    if descriptor >= 0 { pages_close(descriptor) }
    return descriptor >= 0
  }

  private static let inUse = Atomic<Bool>(false)
  private static let slots = Mutex<SlotPool?>(nil)
  private static let mappings = Mutex(MappingPool())

  /// A block of zero bytes that ends where its pages end; nil when it has to come from elsewhere.
  static func take(_ count: Int) -> SecretBlock? {
    guard isInUse else { return nil }
    if count <= SecretBlock.pageSize, let page = slots.withLock({ $0?.take() }) {
      return SecretBlock(start: page, pages: 1, count: count, source: .slot)
    }
    guard let pages = MappingPool.pages(for: count),
      let start = mappings.withLock({ $0.take(pages) })
    else { return nil }
    return SecretBlock(start: start, pages: pages, count: count, source: .mapping)
  }

  /// Wipes a block and takes it back.
  static func give(_ block: SecretBlock) {
    block.wipe()
    switch block.source {
    case .slot: slots.withLock { $0?.give(block.start) }
    case .mapping: mappings.withLock { $0.give(block.start, block.pages) }
    case .libsodium: break
    }
  }
}
