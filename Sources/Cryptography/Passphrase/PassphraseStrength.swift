/// Finds the cheapest way to describe a passphrase as words, repetitions, runs and single
/// characters, in the manner of zxcvbn (Wheeler, USENIX Security 2016) but with our word list only.
/// Works on bytes in place, so that no part of the passphrase is copied.
enum PassphraseStrength {
  private static let examined = 128
  private static let wordLengths = 3...8

  static func estimate(_ passphrase: Span<UInt8>) -> Double {
    let text = passphrase.extracting(first: min(examined, passphrase.count))
    var cheapest = [Double](repeating: .infinity, count: text.count + 1)
    cheapest[0] = 0
    for start in text.indices {
      func offer(_ length: Int, _ bits: Double) {
        cheapest[start + length] = min(cheapest[start + length], cheapest[start] + bits)
      }
      offer(1, character(text, start))
      if isYear(text, start) { offer(4, Cost.year) }
      for length in repetitions(text, start) { offer(length, Cost.repetition) }
      for (length, bits) in words(text, start) { offer(length, bits) }
    }
    return cheapest[text.count]
  }

  /// Bits of one description step. Letters inside a word cost less than random ones (4.7 bits),
  /// because words that our list lacks are still words.
  private enum Cost {
    static let letter = 4.7
    static let letterAfterLetter = 3.5
    static let digit = 3.32
    static let symbol = 5.04
    static let otherByte = 4.0
    static let predictable = 1.0
    static let year = 7.0
    static let repetition = 6.0
    static let commonWord = 6.0
    static let spelling = 2.0
  }

  private static func character(_ text: Span<UInt8>, _ index: Int) -> Double {
    let byte = text[index]
    if isPredictable(text, index) { return Cost.predictable }
    switch byte {
    case 0x30...0x39: return Cost.digit
    case 0x80...: return Cost.otherByte
    case 0x41...0x5a, 0x61...0x7a:
      let follows = index > 0 && text[index - 1] & 0xe0 == byte & 0xe0 && isLetter(text[index - 1])
      return follows ? Cost.letterAfterLetter : Cost.letter
    default: return Cost.symbol
    }
  }

  /// Whether the character continues a repetition, an alphabetic or numeric run or a row of keys,
  /// or is a separator that was used before.
  private static func isPredictable(_ text: Span<UInt8>, _ index: Int) -> Bool {
    guard index > 0 else { return false }
    let byte = text[index]
    if byte == text[index - 1] { return true }
    if byte < 0x80, !isLetter(byte), !(0x30...0x39).contains(byte) {
      return (0..<index).contains { text[$0] == byte }
    }
    guard index > 1 else { return false }
    let (a, b, c) = (Int(text[index - 2]), Int(text[index - 1]), Int(byte))
    if abs(c - b) == 1, c - b == b - a { return true }
    guard let x = key(text[index - 2]), let y = key(text[index - 1]), let z = key(byte) else {
      return false
    }
    return abs(z - y) == 1 && z - y == y - x
  }

  /// Place on the keyboard; neighbours in a row differ by one.
  private static func key(_ byte: UInt8) -> Int? {
    rows.firstIndex(of: isLetter(byte) ? byte | 0x20 : byte)
  }

  private static let rows = Array("1234567890 qwertyuiop asdfghjkl zxcvbnm".utf8)

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7a).contains(byte | 0x20)
  }

  /// 1900 to 2099.
  private static func isYear(_ text: Span<UInt8>, _ start: Int) -> Bool {
    guard start + 4 <= text.count else { return false }
    let century = (text[start], text[start + 1])
    return (century == (0x31, 0x39) || century == (0x32, 0x30))
      && (0x30...0x39).contains(text[start + 2]) && (0x30...0x39).contains(text[start + 3])
  }

  /// Lengths, from 3 up, of what starts here and has stood before.
  private static func repetitions(_ text: Span<UInt8>, _ start: Int) -> Range<Int> {
    var longest = 2
    for earlier in 0..<start {
      var length = 0
      while earlier + length < start, start + length < text.count,
        text[earlier + length] == text[start + length]
      {
        length += 1
      }
      longest = max(longest, length)
    }
    return 3..<longest + 1
  }

  /// Lengths and bits of the words that start here, whatever their case and usual substitutions.
  private static func words(_ text: Span<UInt8>, _ start: Int) -> [(length: Int, bits: Double)] {
    var found: [(length: Int, bits: Double)] = []
    var key: UInt64 = 0
    var respelt = false
    for length in 1...min(wordLengths.upperBound, text.count - start) {
      let byte = text[start + length - 1]
      guard let letter = CommonWords.letter(for: byte) else { break }
      key = key << 8 | UInt64(letter)
      respelt = respelt || letter != byte
      guard length >= wordLengths.lowerBound else { continue }
      let extra = respelt ? Cost.spelling : 0
      if CommonWords.passwords.contains(key) {
        found.append((length, Cost.commonWord + extra))
      } else if CommonWords.isListed(key) {
        found.append((length, PassphraseWords.bitsPerWord + extra))
      }
    }
    return found
  }
}
