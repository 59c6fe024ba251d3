extension PasteCheck {
  /// Finds text around the value: a header or variable name before it, quotes at both ends.
  /// Blanks at the ends, reported elsewhere, do not hide them.
  static func wrapperFindings(_ value: Span<UInt8>, names: [String]) -> [PasteFinding] {
    let core = value.extracting(value.indicesWithoutBlanks)
    var found: [PasteFinding] = []
    if isBearer(core) {
      found.append(.bearerPrefix)
    } else if isAssignment(core, names: names) {
      found.append(.assignmentPrefix)
    }
    if isQuoted(core) { found.append(.quoted) }
    return found
  }

  private static func isBearer(_ core: Span<UInt8>) -> Bool {
    ["bearer ", "bearer\t", "bearer:", "authorization:", "authorization="]
      .contains { core.startsIgnoringCase($0) }
  }

  /// `NAME=value` where NAME is spelled like a variable (capitals, digits, `_`) or known to the
  /// profile; `name: value` for known names only. Base64 padding at the end is no assignment.
  private static func isAssignment(_ core: Span<UInt8>, names: [String]) -> Bool {
    if core.startsIgnoringCase("export ") || core.startsIgnoringCase("set ") { return true }
    if names.contains(where: { core.startsIgnoringCase($0 + ":") }) { return true }
    guard let sign = core.indices.first(where: { core[$0] == UInt8(ascii: "=") }) else {
      return false
    }
    let rest = core.extracting((sign + 1)...)
    guard rest.indices.contains(where: { rest[$0] != UInt8(ascii: "=") }) else { return false }
    if names.contains(where: { core.startsIgnoringCase($0 + "=") }) { return true }
    let name = core.extracting(..<sign)
    return sign >= 2 && isCapitalName(name.extracting(name.indicesWithoutBlanks))
  }

  private static func isCapitalName(_ name: Span<UInt8>) -> Bool {
    guard name.count > 0, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(name[0]) else {
      return false
    }
    return name.indices.allSatisfy { index in
      switch name[index] {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }

  /// Straight quotes, the typographic pairs that word processors make of them, and `<key>`.
  private static func isQuoted(_ core: Span<UInt8>) -> Bool {
    guard core.count >= 2 else { return false }
    return [("\"", "\""), ("'", "'"), ("`", "`"), ("“", "”"), ("‘", "’"), ("<", ">")]
      .contains { core.startsIgnoringCase($0.0) && core.ends(with: $0.1) }
  }
}

extension Span<UInt8> {
  fileprivate var indicesWithoutBlanks: Range<Int> {
    var range = indices
    while let first = range.first, self[first].isBlank { range.removeFirst() }
    while let last = range.last, self[last].isBlank { range.removeLast() }
    return range
  }

  fileprivate func startsIgnoringCase(_ text: String) -> Bool {
    let bytes = text.utf8
    return count >= bytes.count
      && zip(indices, bytes).allSatisfy { self[$0].asciiLowercased == $1.asciiLowercased }
  }

  fileprivate func ends(with text: String) -> Bool {
    let bytes = text.utf8
    return count >= bytes.count
      && zip(indices.suffix(bytes.count), bytes).allSatisfy { self[$0] == $1 }
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

  fileprivate var asciiLowercased: UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
  }
}
