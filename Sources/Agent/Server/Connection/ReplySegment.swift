import SecretMemory

/// A run of bytes that wait to be sent: in guarded memory, unless nothing in it is secret.
final class ReplySegment {
  /// Nil when nothing is secret.
  private var block: SecretBytes?
  private let plain: [UInt8]
  private let capacity: Int
  /// Bytes up to here were sent, and bytes up to there are to be sent.
  private var start = 0
  private var end: Int

  /// An empty one, in guarded memory.
  init(capacity: Int) throws(SecretMemoryError) {
    block = try SecretBytes(count: capacity)
    plain = []
    self.capacity = capacity
    end = 0
  }

  init(_ secret: consuming SecretBytes) {
    capacity = secret.count
    end = secret.count
    plain = []
    block = .some(secret)
  }

  init(plain bytes: [UInt8]) {
    capacity = bytes.count
    end = bytes.count
    plain = bytes
    block = nil
  }

  /// Whether it can serve again, once it is wiped.
  var isReusable: Bool { block != nil && capacity == SegmentStock.segmentSize }

  /// Bytes that wait.
  var count: Int { end - start }

  /// Bytes that can still be added.
  var room: Int { capacity - end }

  /// Traps when there is no room.
  func append(_ bytes: Span<UInt8>) {
    let from = end
    block?.withMutableSpan { target in
      for index in bytes.indices { target[from + index] = bytes[index] }
    }
    end += bytes.count
  }

  /// Lends the bytes that wait.
  func withSpan<R: ~Copyable, E: Error>(_ body: (Span<UInt8>) throws(E) -> R) throws(E) -> R {
    let range = start..<end
    switch block {
    case .some(let block):
      return try block.withSpan { (all) throws(E) in try body(all.extracting(range)) }
    case .none:
      let plain = plain
      return try body(plain.span.extracting(range))
    }
  }

  /// So many of the bytes that wait were sent.
  func drop(_ count: Int) { start += count }

  /// Overwrites everything with zeros, for another use.
  func wipe() {
    let used = end
    block?.withMutableSpan { target in
      for index in 0..<used { target[index] = 0 }
    }
    start = 0
    end = 0
  }
}
