/// Collects secret bytes whose number is not known beforehand. Growth moves them into a larger
/// guarded block and wipes the one that was too small.
package struct SecretBuilder: ~Copyable, Sendable {
  private static let smallestBlock = 64
  private var block: SecretBytes?
  /// Bytes collected so far.
  package private(set) var count = 0

  /// An empty builder, which holds no memory until the first byte.
  package init() {}

  /// Begins with all bytes of a block, which is taken over.
  package init(_ block: consuming SecretBytes) {
    count = block.count
    self.block = consume block
  }

  /// Adds one byte.
  package mutating func append(_ byte: UInt8) throws(SecretMemoryError) {
    try grow(by: 1)
    let end = count
    block?.withMutableSpan { target in target[end] = byte }
    count = end + 1
  }

  /// Adds bytes in order.
  package mutating func append(_ bytes: Span<UInt8>) throws(SecretMemoryError) {
    try grow(by: bytes.count)
    let end = count
    block?.withMutableSpan { target in
      for index in bytes.indices { target[end + index] = bytes[index] }
    }
    count = end + bytes.count
  }

  /// Adds the UTF-8 of text that is not secret: names, punctuation, format literals.
  package mutating func append(_ text: String) throws(SecretMemoryError) {
    try append(text.utf8Span.span)
  }

  /// Lends what has been collected so far.
  package borrowing func withSpan<R, E: Error>(
    _ body: (Span<UInt8>) throws(E) -> R
  ) throws(E) -> R {
    let used = 0..<count
    switch block {
    case .some(let block):
      return try block.withSpan { (all) throws(E) in try body(all.extracting(used)) }
    case .none:
      return try body([UInt8]().span)
    }
  }

  /// Ends the building: the bytes in a block of exactly their length.
  package consuming func finish() throws(SecretMemoryError) -> SecretBytes {
    guard let block = block.take() else { return try SecretBytes(count: 0) }
    return block.count == count ? block : try block.prefix(count)
  }

  private mutating func grow(by extra: Int) throws(SecretMemoryError) {
    let capacity = block?.count ?? 0
    let needed = count + extra
    guard needed > capacity || block == nil else { return }
    var larger = try SecretBytes(count: max(needed, capacity * 2, Self.smallestBlock))
    withSpan { old in
      larger.withMutableSpan { target in
        for index in old.indices { target[index] = old[index] }
      }
    }
    block = consume larger
  }
}
