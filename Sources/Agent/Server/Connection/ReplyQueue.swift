import SecretMemory

/// Emptied segments, kept for the next reply: guarded memory is dear to make.
final class SegmentStock {
  /// Bytes: what the replies to one reading of short requests need, about.
  static let segmentSize = 4096
  private static let most = 64
  private var spare: [ReplySegment] = []

  func take() throws(SecretMemoryError) -> ReplySegment {
    if let segment = spare.popLast() { return segment }
    return try ReplySegment(capacity: Self.segmentSize)
  }

  func giveBack(_ segment: ReplySegment) {
    segment.wipe()
    guard segment.isReusable, spare.count < Self.most else { return }
    spare.append(segment)
  }
}

/// Replies to one client that were not sent yet, in their order.
final class ReplyQueue {
  /// Longer bodies and secrets are not copied into a segment.
  private static let longest = SegmentStock.segmentSize / 4
  private let stock: SegmentStock
  private var segments: [ReplySegment] = []
  /// Bytes that wait.
  private(set) var count = 0

  init(_ stock: SegmentStock) {
    self.stock = stock
  }

  deinit { clear() }

  var isEmpty: Bool { count == 0 }

  /// Bytes that are not secret and belong to no message.
  func append(plain bytes: [UInt8]) throws(SecretMemoryError) {
    try add(bytes.span)
  }

  func append(_ message: consuming WireMessage) throws(SecretMemoryError) {
    try add(message.head.encoded.span)
    if message.body.count <= Self.longest {
      try add(message.body.span)
    } else {
      add(ReplySegment(plain: message.body))
    }
    guard let secret = message.secret.take() else { return }
    if secret.count <= Self.longest {
      try secret.withSpan { (bytes) throws(SecretMemoryError) in try add(bytes) }
    } else {
      add(ReplySegment(secret))
    }
  }

  /// Moves everything of `other` behind what is here.
  func append(_ other: ReplyQueue) {
    segments += other.segments
    count += other.count
    other.segments = []
    other.count = 0
  }

  /// Lends the first bytes in two pieces, and forgets as many as `send` says it took.
  /// - Returns: what `send` said: nil when it can take nothing now.
  func withFirst<E: Error>(
    _ send: (Span<UInt8>, Span<UInt8>) throws(E) -> Int?
  ) throws(E) -> Int? {
    guard let first = segments.first else { return 0 }
    let taken: Int? =
      if segments.count > 1 {
        try first.withSpan { (a) throws(E) in
          try segments[1].withSpan { (b) throws(E) in try send(a, b) }
        }
      } else {
        try first.withSpan { (a) throws(E) in try send(a, Span()) }
      }
    if let taken { drop(taken) }
    return taken
  }

  /// Wipes everything that waits.
  func clear() {
    for segment in segments { stock.giveBack(segment) }
    segments = []
    count = 0
  }

  private func add(_ bytes: Span<UInt8>) throws(SecretMemoryError) {
    if (segments.last?.room ?? 0) < bytes.count { segments.append(try stock.take()) }
    segments.last?.append(bytes)
    count += bytes.count
  }

  private func add(_ segment: ReplySegment) {
    segments.append(segment)
    count += segment.count
  }

  private func drop(_ taken: Int) {
    count -= taken
    var left = taken
    var finished = 0
    for segment in segments {
      let part = min(left, segment.count)
      segment.drop(part)
      left -= part
      guard segment.count == 0 else { break }
      stock.giveBack(segment)
      finished += 1
    }
    segments.removeFirst(finished)
  }
}
