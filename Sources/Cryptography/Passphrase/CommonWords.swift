/// Words that whoever guesses passphrases tries first. A word of up to eight letters is handled as
/// one number, its bytes from most to least significant.
enum CommonWords {
  /// Whether the word is one of `PassphraseWords`.
  static func isListed(_ key: UInt64) -> Bool {
    var low = 0
    var high = PassphraseWords.keys.count
    while low < high {
      let middle = (low + high) / 2
      if PassphraseWords.keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low < PassphraseWords.keys.count && PassphraseWords.keys[low] == key
  }

  /// Words that stand in passwords far more often than in texts.
  static let passwords: Set<UInt64> = Set(
    """
    password passwort passwd pass qwerty azerty qwertz letmein welcome admin root user login secret
    master dragon monkey shadow sunshine princess iloveyou football baseball soccer hockey superman
    batman starwars trustno hello freedom whatever michael jordan jessica ashley daniel charlie
    thomas robert george andrew love baby angel summer winter spring autumn flower cookie pepper
    ginger buster hunter killer cheese computer internet server test guest default changeme keyroll
    vault
    """.split(whereSeparator: \.isWhitespace).map { word in
      word.utf8.reduce(0) { $0 << 8 | UInt64($1) }
    })

  /// The small letter that a character stands for, alone or as a usual substitution.
  static func letter(for byte: UInt8) -> UInt8? {
    switch byte {
    case 0x61...0x7a: byte
    case 0x41...0x5a: byte | 0x20
    case UInt8(ascii: "0"): UInt8(ascii: "o")
    case UInt8(ascii: "1"), UInt8(ascii: "!"): UInt8(ascii: "i")
    case UInt8(ascii: "3"): UInt8(ascii: "e")
    case UInt8(ascii: "4"), UInt8(ascii: "@"): UInt8(ascii: "a")
    case UInt8(ascii: "5"), UInt8(ascii: "$"): UInt8(ascii: "s")
    case UInt8(ascii: "7"): UInt8(ascii: "t")
    default: nil
    }
  }
}
