import SecretMemory

/// Names of variables, to be found in environments of which nothing else may be copied: where a
/// process writes over its environment, anything may stand where a name stood.
struct VariableNames {
  private let sorted: [(name: String, bytes: [UInt8])]
  private let longest: Int

  init(_ names: some Sequence<String>) {
    sorted = Set(names).map { ($0, Array($0.utf8)) }
      .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    longest = sorted.map(\.bytes.count).max() ?? 0
  }

  /// The variables of these names in a block of entries that zero bytes end. Of several with one
  /// name the first counts, as for getenv(3).
  func variables(in block: Span<UInt8>) throws(SecretMemoryError) -> SecretFields {
    var found = SecretFields()
    var taken: Set<String> = []
    var start = 0
    while start < block.count {
      let end = Self.position(of: 0, in: block, from: start, to: block.count) ?? block.count
      let limit = min(end, start + longest + 1)
      if let equals = Self.position(of: UInt8(ascii: "="), in: block, from: start, to: limit),
        let name = name(at: start..<equals, of: block), taken.insert(name).inserted
      {
        try found.append(name: name, value: block.extracting(equals + 1..<end))
      }
      start = end + 1
    }
    return found
  }

  private static func position(
    of byte: UInt8, in block: Span<UInt8>, from start: Int, to end: Int
  ) -> Int? {
    var position = start
    while position < end {
      if block[position] == byte { return position }
      position += 1
    }
    return nil
  }

  private func name(at range: Range<Int>, of block: Span<UInt8>) -> String? {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      switch Self.order(of: sorted[middle].bytes, and: range, of: block) {
      case 0: return sorted[middle].name
      case ..<0: low = middle + 1
      default: high = middle
      }
    }
    return nil
  }

  /// Negative when `name` comes first, zero when they are the same.
  private static func order(
    of name: [UInt8], and range: Range<Int>, of block: Span<UInt8>
  ) -> Int {
    for index in 0..<min(name.count, range.count) {
      let difference = Int(name[index]) - Int(block[range.lowerBound + index])
      if difference != 0 { return difference }
    }
    return name.count - range.count
  }
}
