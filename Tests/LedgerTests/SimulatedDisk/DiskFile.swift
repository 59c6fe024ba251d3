/// The content of one inode: as programs see it, and what of it a power failure may leave.
///
/// The medium writes whole blocks of 512 bytes in any order, and a file's length apart from its
/// blocks. Until an fsync succeeds, each block that was written may be there in any version that it
/// had since the last one. An fsync that fails leaves those versions in doubt for ever: the kernel
/// forgets that they were not written.
struct DiskFile {
  static let blockSize = 512

  /// A block's content after a write.
  struct Version: Equatable {
    var bytes: [UInt8]
    var isForgotten = false
  }

  /// The page cache.
  private(set) var current: [UInt8]
  /// What survives in any case.
  private(set) var durable: [UInt8]
  /// By block number, in the order written.
  private(set) var versions: [Int: [Version]] = [:]
  /// Lengths since the last fsync, in order.
  private(set) var lengths: [Int] = []

  init(durable: [UInt8] = []) {
    current = durable
    self.durable = durable
  }

  var isDirty: Bool { !versions.isEmpty || !lengths.isEmpty }

  mutating func write(_ bytes: some Collection<UInt8>, at offset: Int) {
    guard !bytes.isEmpty else { return }
    let end = offset + bytes.count
    if current.count < end {
      current += [UInt8](repeating: 0, count: end - current.count)
      lengths.append(end)
    }
    current.replaceSubrange(offset..<end, with: bytes)
    for block in offset / Self.blockSize...(end - 1) / Self.blockSize { remember(block) }
  }

  mutating func truncate(to length: Int) {
    if length > current.count {
      current += [UInt8](repeating: 0, count: length - current.count)
    } else {
      current.removeSubrange(length...)
    }
    lengths.append(length)
    if length % Self.blockSize != 0 { remember(length / Self.blockSize) }
  }

  mutating func sync() {
    durable = state(length: lengths.last ?? durable.count) { _, versions in
      versions.last { !$0.isForgotten }?.bytes
    }
    lengths = []
    versions = versions.filter { block, versions in
      block * Self.blockSize < durable.count && versions.allSatisfy(\.isForgotten)
    }
  }

  mutating func failToSync() {
    versions = versions.mapValues { $0.map { Version(bytes: $0.bytes, isForgotten: true) } }
  }

  /// The content that a power failure leaves if the length and each block are those chosen; nil
  /// stands for the block before all versions.
  func state(
    length: Int, choosing: (_ block: Int, _ versions: [Version]) -> [UInt8]?
  ) -> [UInt8] {
    let blocks = (max(length, durable.count) + Self.blockSize - 1) / Self.blockSize
    var bytes = durable
    bytes += [UInt8](repeating: 0, count: blocks * Self.blockSize - bytes.count)
    for (block, versions) in versions where block < blocks {
      guard let chosen = choosing(block, versions) else { continue }
      bytes.replaceSubrange(block * Self.blockSize..<(block + 1) * Self.blockSize, with: chosen)
    }
    bytes.removeSubrange(length...)
    return bytes
  }

  private mutating func remember(_ block: Int) {
    let start = block * Self.blockSize
    var bytes = Array(current[start..<min(start + Self.blockSize, current.count)])
    bytes += [UInt8](repeating: 0, count: Self.blockSize - bytes.count)
    versions[block, default: []].append(Version(bytes: bytes))
  }
}
