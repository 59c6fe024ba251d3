internal import CLinux
internal import Glibc
internal import SecretMemory

/// A line that is typed unseen. Reading key by key lifts the terminal's own limit of 4095 bytes per
/// line, beyond which it would cut a pasted secret without a word.
///
/// Escape sequences (arrow keys, the brackets that some terminals put around pasted text) and
/// control characters other than tab are left out: nobody could see that they are in there.
struct SecretLine: ~Copyable {
  enum Step {
    case more, complete, endOfInput
  }

  private enum Escape {
    case none, begun, sequence
  }

  private var block: SecretBytes
  private var count = 0
  private var escape = Escape.none
  private let limit: Int

  init(limit: Int) throws(SystemError) {
    block = try guardedBlock(count: limit + 1)
    self.limit = limit
  }

  /// Reads one byte and edits the line. More than `limit` bytes are refused (EFBIG).
  mutating func readKey(from descriptor: CInt) throws(SystemError) -> Step {
    guard try readSecretBlock(from: descriptor, into: &block, at: count, upTo: 1) == 1 else {
      return .endOfInput
    }
    let key = block.withSpan { span in span[count] }
    if escape != .none {
      followEscape(key)
      return .more
    }
    switch key {
    case 0x0A, 0x0D: return .complete
    case 0x04: return count == 0 ? .endOfInput : .complete
    case 0x08, 0x7F: eraseCharacter()
    case 0x15: count = 0
    case 0x17: eraseWord()
    case 0x1B: escape = .begun
    case 0x00..<0x20 where key != 0x09: break
    default: try keep()
    }
    return .more
  }

  consuming func finish() throws(SystemError) -> SecretBytes {
    try guardedPrefix(of: block, count: count)
  }

  private mutating func keep() throws(SystemError) {
    guard count < limit else { throw SystemError(errno: EFBIG, operation: "read") }
    count += 1
  }

  /// `ESC [` and parameters up to a final byte; `ESC` and one more byte otherwise.
  private mutating func followEscape(_ key: UInt8) {
    switch (escape, key) {
    case (.begun, UInt8(ascii: "[")), (.begun, UInt8(ascii: "O")): escape = .sequence
    case (.sequence, 0x20..<0x40): break
    default: escape = .none
    }
  }

  /// Erases the bytes of one UTF-8 character.
  private mutating func eraseCharacter() {
    while count > 0 {
      count -= 1
      let isContinuation = block.withSpan { span in span[count] & 0xC0 == 0x80 }
      if !isContinuation { return }
    }
  }

  private mutating func eraseWord() {
    while count > 0, lastIsSpace { count -= 1 }
    while count > 0, !lastIsSpace { count -= 1 }
  }

  private var lastIsSpace: Bool { block.withSpan { span in span[count - 1] == 0x20 } }
}
