internal import SecretMemory

/// What a program said, as far as it is kept, in guarded memory: it may repeat what it was given.
struct KeptOutput: ~Copyable {
  /// Which part of more than fits is kept.
  enum Part { case beginning, end }

  /// What lies beyond the limit is read here, and dropped.
  private static let spare = 16 << 10

  private let part: Part
  private let limit: Int
  private var block: SecretBytes
  private var position = 0
  private(set) var isTruncated = false

  init(_ part: Part, limit: Int) throws(SystemError) {
    self.part = part
    self.limit = limit
    block = try guardedBlock(count: part == .end ? max(limit, 1) : limit + Self.spare)
  }

  /// One read(2); the number of bytes that came, zero at the end.
  mutating func read(from descriptor: CInt) throws(SystemError) -> Int {
    let got = try readSecretBlock(from: descriptor, into: &block, at: position)
    position += got
    switch part {
    case .beginning:
      isTruncated = isTruncated || position > limit
      position = min(position, limit)
    case .end:
      if position == block.count { (position, isTruncated) = (0, true) }
    }
    return got
  }

  /// In the order in which it was said.
  consuming func finish() throws(SystemError) -> SecretBytes {
    guard part == .end, isTruncated else { return try guardedPrefix(of: block, count: position) }
    var whole = try guardedBlock(count: block.count)
    let start = position
    block.withSpan { ring in
      whole.withMutableSpan { target in
        for index in ring.indices { target[index] = ring[(start + index) % ring.count] }
      }
    }
    return whole
  }
}
