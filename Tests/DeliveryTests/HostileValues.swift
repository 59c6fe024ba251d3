import TestSupport

/// Values that naive writers of environment files get wrong.
enum HostileValues {
  /// The command that must never run: it would leave a file called `canary`.
  static let command = "touch canary"

  static let texts: [String] = [
    "", "simple", "a b  c", "  lead", "trail  ", "   ", "\tx", "x\t", "it's", "'", "''",
    "'wrapped'",
    "say \"hi\"", "\"", "\"wrapped\"", "`\(command)`", "`w", "a'b\"c`d", " '\"` ", "a\\b", "a\\nb",
    "a\\x41\\u0041\\101", "a\\", "a\\\\", "\\", "a\\'b", "a\\\"b", "a\\$HOME", "a$HOME",
    "a${HOME}b", "${NOPE:-d}", "$(\(command))", "'$(\(command))'", "\"$(\(command))\"",
    "'; \(command); '", "\n\(command)\n", "\\'\n\(command) #", "a[$(\(command))0]", "a$$b", "a$",
    "$1$2$@$*", "a%b%%c%n", "a#b", "a #b", "#x", ";x;", "a=b=c", "=x", ": x: y", "a!b!!", "~/x",
    "*?[a]{b,c}", "a&&b|c>d<e;f", "<<EOF", "a\nb", "\na", "a\n", "a\n\n", "\n", "a\r\nb", "a\rb",
    "a\r", "x\nINJECTED=1\nexport INJECTED2=1", "a\n#b\nc", "a \n\t b \n", "a\\\nb",
    "-----BEGIN PRIVATE KEY-----\nMIIEvQ+/=\nAbC=\n-----END PRIVATE KEY-----\n",
    "{\"a\":\"b\\n\",\"c\":[1,\"$x\"]}", "postgres://u:p%40ss'w\"ord@h:5432/db?x=1&y=#f",
    "pässwörd", "e\u{301}a\u{30A}", "🔑👩‍💻🇸🇪", "秘密", "\u{202E}abc", "\u{200B}x\u{200B}",
    "\u{FEFF}x", "\u{A0}x\u{A0}", "a\u{85}b", "a\u{2028}b\u{2029}c", "\u{F600}\u{E000}",
    noncharacter(0xFDD0), noncharacter(0xFFFF), noncharacter(0x10FFFF),
    "a\u{2018}b\u{2019}c\u{201D}", "\u{FFFD}",
    "a\u{7F}b", "\u{1B}[31m", "x\u{B}", "\u{C}x", "\u{80}\u{9F}", "\u{1}\u{2}\u{8}\u{E}\u{1F}",
    "yes", "null", "0123", "1e3", "export A=1", "${{ secrets.X }}",
    String(repeating: "x", count: 4095), String(repeating: "z", count: 60_000),
  ]

  static let binaries: [[UInt8]] = [
    [0xFF, 0xFE, 0xFD], Array(1...255), Array("abc".utf8) + [0xC3], [0xC0, 0xAF],
    [0xED, 0xA0, 0x80],
  ]

  static let all: Pairs = (texts.map { Array($0.utf8) } + binaries).enumerated().map {
    (name: "NV_\($0.offset)", value: $0.element)
  }

  /// Literals cannot spell these.
  static func noncharacter(_ value: UInt32) -> String {
    Unicode.Scalar(value).map { String($0) } ?? ""
  }

  /// `count` values put together from fragments that mean something to some reader.
  static func random(_ count: Int, seed: UInt64) -> Pairs {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { index in
      let parts = Int.random(in: 0...8, using: &generator)
      let value = (0..<parts).flatMap { _ in
        Array(fragments[Int.random(in: fragments.indices, using: &generator)].utf8)
      }
      return ("R_\(index)", value)
    }
  }

  private static let fragments =
    [
      "'", "\"", "`", "\\", "$", "{", "}", "(", ")", "${HOME}", "$(\(command))", "`\(command)`",
      ";", "&", "|", "#", " ", "\t", "\n", "\r", "=", "%", "!", "~", "*", "\\n", "\\'", "é", "🔑",
      "\u{FEFF}", "\u{2028}", "\u{7F}", "\u{1}", "export ", "X=1",
    ] + (33...126).map { String(Unicode.Scalar($0)) }
}
