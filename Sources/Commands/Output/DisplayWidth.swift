/// How many columns text takes on a terminal.
package enum DisplayWidth {
  package static func columns(of text: String) -> Int {
    text.reduce(0) { $0 + columns(of: $1) }
  }

  /// The longest beginning that fits, and whether it is the whole text.
  package static func prefix(of text: String, columns limit: Int) -> (text: String, whole: Bool) {
    var used = 0
    var kept = ""
    for character in text {
      let width = columns(of: character)
      guard used + width <= limit else { return (kept, false) }
      used += width
      kept.append(character)
    }
    return (kept, true)
  }

  private static func columns(of character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    if scalar.isASCII { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: return isWide(scalar.value) ? 2 : 1
    }
  }

  /// The wide and full-width blocks of Unicode's East Asian Width, whole blocks at a time.
  private static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
