/// The first one to nine bytes of an item: its kind and its value, length or number of elements
/// (RFC 8949 section 3). Public, so that a secret in a guarded block can be written and read
/// piece by piece without passing through an array.
package struct CBORHead: Equatable, Sendable {
  package let kind: CBORKind
  /// Value of an integer (n of -1-n), length of a string, elements of an array, pairs of a map,
  /// 0 or 1 of a Boolean.
  package let argument: UInt64

  package init(_ kind: CBORKind, _ argument: UInt64 = 0) {
    self.kind = kind
    self.argument = argument
  }

  /// The shortest form, which is the only valid one.
  package var encoded: [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes
  }

  /// Adds the shortest form.
  func append(to bytes: inout [UInt8]) {
    switch kind {
    case .bool: bytes.append(argument == 0 ? 0xf4 : 0xf5)
    case .null: bytes.append(0xf6)
    default: append(major: major << 5, to: &bytes)
    }
  }

  /// Reads a head at `position` and moves past it. Leaves `position` alone when it throws.
  package static func read(
    from bytes: Span<UInt8>, at position: inout Int
  ) throws(CBORError) -> CBORHead {
    guard position < bytes.count else { throw .truncated }
    let first = bytes[position]
    guard let kind = kind(ofMajor: first >> 5) else { return try simple(first, &position) }
    let small = first & 31
    guard small <= 27 else { throw .unsupported }
    guard small >= 24 else {
      position += 1
      return CBORHead(kind, UInt64(small))
    }
    let width = 1 << Int(small - 24)
    guard bytes.count - position > width else { throw .truncated }
    var argument: UInt64 = 0
    for offset in 1...width { argument = argument << 8 | UInt64(bytes[position + offset]) }
    guard width == encodedWidth(argument) else { throw .nonMinimal }
    position += 1 + width
    return CBORHead(kind, argument)
  }

  private static func simple(
    _ byte: UInt8, _ position: inout Int
  ) throws(CBORError) -> CBORHead {
    let head: CBORHead
    switch byte {
    case 0xf4: head = CBORHead(.bool, 0)
    case 0xf5: head = CBORHead(.bool, 1)
    case 0xf6: head = CBORHead(.null)
    default: throw .unsupported
    }
    position += 1
    return head
  }

  private var major: UInt8 {
    switch kind {
    case .unsigned: 0
    case .negative: 1
    case .bytes: 2
    case .text: 3
    case .array: 4
    case .map: 5
    case .bool, .null: 7
    }
  }

  private static func kind(ofMajor major: UInt8) -> CBORKind? {
    switch major {
    case 0: .unsigned
    case 1: .negative
    case 2: .bytes
    case 3: .text
    case 4: .array
    case 5: .map
    default: nil
    }
  }

  /// Bytes that follow the first one.
  private static func encodedWidth(_ argument: UInt64) -> Int {
    switch argument {
    case ..<24: 0
    case ...0xff: 1
    case ...0xffff: 2
    case ...0xffff_ffff: 4
    default: 8
    }
  }

  private func append(major top: UInt8, to bytes: inout [UInt8]) {
    let width = Self.encodedWidth(argument)
    guard width > 0 else { return bytes.append(top | UInt8(argument)) }
    bytes.append(top | UInt8(24 + width.trailingZeroBitCount))
    for shift in stride(from: (width - 1) * 8, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: argument >> shift))
    }
  }
}
