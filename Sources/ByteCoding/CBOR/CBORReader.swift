/// Reads deterministic CBOR strictly: whatever has a second spelling is an error, so that reading
/// and writing again gives the same bytes. Holds the array it reads and copies only results.
package struct CBORReader: Sendable {
  /// Containers may be nested this deep.
  package static let maximumDepth = 16

  private let source: [UInt8]
  private let limit: Int
  private var position: Int
  private var depth = 0

  package init(_ bytes: [UInt8]) {
    source = bytes
    position = 0
    limit = bytes.count
  }

  package init(_ bytes: ArraySlice<UInt8>) {
    self.init(Array(bytes))
  }

  /// Bytes that have not been read.
  package var remaining: Int { limit - position }

  /// The kind of the next item; nil when there is none or when its first byte is not one of ours.
  package func peekKind() -> CBORKind? {
    var probe = position
    return try? CBORHead.read(from: source.span, at: &probe).kind
  }

  package mutating func unsigned() throws(CBORError) -> UInt64 {
    try argument(of: .unsigned)
  }

  /// An integer of either sign; `.unsupported` when it does not fit.
  package mutating func integer() throws(CBORError) -> Int64 {
    let head = try nextHead()
    guard head.kind == .unsigned || head.kind == .negative else {
      throw .wrongType(expected: .unsigned)
    }
    guard let magnitude = Int64(exactly: head.argument) else { throw .unsupported }
    return head.kind == .unsigned ? magnitude : -1 - magnitude
  }

  package mutating func bytes() throws(CBORError) -> [UInt8] {
    Array(try content(of: .bytes))
  }

  /// A byte string of exactly `count` bytes.
  package mutating func bytes(count: Int) throws(CBORError) -> [UInt8] {
    let value = try bytes()
    guard value.count == count else { throw .wrongLength(expected: count) }
    return value
  }

  /// Passes over a byte string: where its bytes stand among those that are read.
  package mutating func byteRange() throws(CBORError) -> Range<Int> {
    let content = try content(of: .bytes)
    return content.startIndex..<content.endIndex
  }

  package mutating func identifier() throws(CBORError) -> Identifier {
    Identifier(try bytes(count: Identifier.length))
  }

  /// A text string, checked to be UTF-8.
  package mutating func text() throws(CBORError) -> String {
    let content = try content(of: .text)
    guard let valid = try? UTF8Span(validating: content.span) else { throw .invalidUTF8 }
    return String(copying: valid)
  }

  package mutating func bool() throws(CBORError) -> Bool {
    try argument(of: .bool) == 1
  }

  package mutating func null() throws(CBORError) {
    _ = try argument(of: .null)
  }

  /// The number of elements of an array that the caller reads next.
  package mutating func array() throws(CBORError) -> Int {
    try elementCount(of: .array, itemsEach: 1)
  }

  /// The number of pairs of a map that the caller reads next; `fields` and `keys` check its order.
  package mutating func map() throws(CBORError) -> Int {
    try elementCount(of: .map, itemsEach: 2)
  }

  /// Reads an array with one call of `read` for each element.
  package mutating func elements<Element>(
    _ read: (inout CBORReader) throws(CBORError) -> Element
  ) throws(CBORError) -> [Element] {
    let count = try array()
    try descend()
    var result: [Element] = []
    for _ in 0..<count { result.append(try read(&self)) }
    ascend()
    return result
  }

  /// Reads a map with small integer keys: `read` is called with each key and reads its value.
  package mutating func fields(
    _ read: (UInt64, inout CBORReader) throws(CBORError) -> Void
  ) throws(CBORError) {
    var keys = try CBORKeys(&self)
    while let key = try keys.next(in: &self) { try read(key, &self) }
  }

  /// Reads a map with small integer keys by pulling: see `CBORKeys`.
  package mutating func keys() throws(CBORError) -> CBORKeys {
    try CBORKeys(&self)
  }

  /// Passes over one item of any kind, checks it wholly, and returns its encoding.
  @discardableResult
  package mutating func skip() throws(CBORError) -> [UInt8] {
    let start = position
    let head = try peekHead()
    switch head.kind {
    case .bytes: _ = try content(of: .bytes)
    case .text: _ = try text()
    case .array: try skipArray()
    case .map: try skipMap()
    case .unsigned, .negative, .bool, .null: _ = try nextHead()
    }
    return Array(source[start..<position])
  }

  /// Throws unless everything has been read.
  package func end() throws(CBORError) {
    guard position == limit else { throw .leftover }
  }

  mutating func descend() throws(CBORError) {
    guard depth < Self.maximumDepth else { throw .tooDeep }
    depth += 1
  }

  mutating func ascend() {
    depth -= 1
  }

  private func peekHead() throws(CBORError) -> CBORHead {
    var probe = position
    return try CBORHead.read(from: source.span, at: &probe)
  }

  private mutating func nextHead() throws(CBORError) -> CBORHead {
    var next = position
    defer { position = next }
    return try CBORHead.read(from: source.span, at: &next)
  }

  private mutating func argument(of kind: CBORKind) throws(CBORError) -> UInt64 {
    let head = try nextHead()
    guard head.kind == kind else { throw .wrongType(expected: kind) }
    return head.argument
  }

  private mutating func content(of kind: CBORKind) throws(CBORError) -> ArraySlice<UInt8> {
    let length = try argument(of: kind)
    guard length <= UInt64(remaining) else { throw .truncated }
    defer { position += Int(length) }
    return source[position..<position + Int(length)]
  }

  /// Every item takes a byte at least, so a number of elements beyond the bytes is refused before
  /// anything is reserved for it.
  private mutating func elementCount(
    of kind: CBORKind, itemsEach: UInt64
  ) throws(CBORError) -> Int {
    let count = try argument(of: kind)
    guard count <= UInt64(remaining) / itemsEach else { throw .truncated }
    return Int(count)
  }

  private mutating func skipArray() throws(CBORError) {
    let count = try array()
    try descend()
    for _ in 0..<count { try skip() }
    ascend()
  }

  private mutating func skipMap() throws(CBORError) {
    let count = try map()
    try descend()
    var last: [UInt8]?
    for _ in 0..<count {
      let key = try skip()
      if let last {
        guard key != last else { throw .duplicateKey }
        guard last.lexicographicallyPrecedes(key) else { throw .unsortedKeys }
      }
      last = key
      try skip()
    }
    ascend()
  }
}
