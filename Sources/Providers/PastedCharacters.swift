extension PasteCheck {
  static func characterFindings(_ text: UTF8Span) -> [PasteFinding] {
    var found: [PasteFinding] = []
    func note(_ finding: PasteFinding) {
      if !found.contains(finding) { found.append(finding) }
    }
    var scalars = text.makeUnicodeScalarIterator()
    var hasContent = false
    var pendingBlank = false
    while let scalar = scalars.next() {
      switch PastedCharacter(scalar) {
      case .blank:
        if hasContent { pendingBlank = true } else { note(.whitespace(.leading)) }
        continue
      case .invisible: note(.invisibleCharacter)
      case .control: note(.controlCharacter)
      case .foreign: note(.lookAlike)
      case .plain: break
      }
      if pendingBlank { note(.whitespace(.inside)) }
      pendingBlank = false
      hasContent = true
    }
    if pendingBlank { note(.whitespace(.trailing)) }
    return found
  }
}

/// What a character means in a value that should be printable ASCII.
private enum PastedCharacter {
  case plain, blank, invisible, control, foreign

  init(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x21...0x7E: self = .plain
    // Blanks and line ends, the Unicode ones too: they arrive by copying from web pages.
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
      0x3000:
      self = .blank
    case 0x00...0x1F, 0x7F...0x9F: self = .control
    // Default-ignorable code points (Unicode DerivedCoreProperties), which no font draws.
    case 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B...0x200F,
      0x202A...0x202E, 0x2060...0x206F, 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0,
      0x1D173...0x1D17A, 0xE0000...0xE0FFF:
      self = .invisible
    default: self = .foreign
    }
  }
}
