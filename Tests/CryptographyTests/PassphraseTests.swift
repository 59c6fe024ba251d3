import Cryptography
import Foundation
import SecretMemory
import Testing

private func normalise(_ text: [UInt8]) throws(PassphraseError) -> [UInt8] {
  contents(try Passphrase.normalize(text.span))
}

private func strength(_ text: String) -> Double {
  Passphrase.strength(Array(text.utf8).span)
}

@Suite struct PassphraseNormalisation {
  @Test func asciiStaysAsItIs() throws {
    let text = bytes(" Correct  Horse\t!~ ")
    #expect(try normalise(text) == text)
  }

  @Test(arguments: [
    ("e\u{301}", "\u{e9}"), ("\u{e9}", "\u{e9}"), ("\u{212b}", "\u{c5}"),
    ("\u{1100}\u{1161}", "\u{ac00}"), ("a\u{a0}b\u{3000}c\u{2003}d", "a b c d"),
    ("q\u{307}\u{323}", "q\u{323}\u{307}"), ("ﬁ", "ﬁ"), ("É", "É"),
  ])
  func otherTextIsComposedAndSpaced(text: String, expected: String) throws {
    #expect(try normalise(bytes(text)) == bytes(expected))
  }

  @Test func normalisingTwiceChangesNothing() throws {
    let once = try normalise(bytes("n\u{303}\u{2000}\u{1e9b}\u{323}"))
    #expect(try normalise(once) == once)
  }

  @Test func lengthIsLimited() throws {
    #expect(throws: PassphraseError.empty) { try normalise([]) }
    #expect(try normalise([UInt8](repeating: 97, count: 1024)).count == 1024)
    #expect(throws: PassphraseError.tooLong) {
      try normalise([UInt8](repeating: 97, count: 1025))
    }
  }

  @Test func otherBytesAreRefused() {
    #expect(throws: PassphraseError.invalidUTF8) { try normalise([0x61, 0xff]) }
    #expect(throws: PassphraseError.invalidUTF8) { try normalise([0xc0, 0xa0]) }
  }
}

@Suite struct PassphraseGeneration {
  private func generated(_ words: Int) throws -> String {
    let passphrase = try Passphrase.generate(words: words)
    return String(decoding: contents(passphrase), as: UTF8.self)
  }

  @Test func joinsThatManyWords() throws {
    for count in [1, 2, 7, 20] {
      let words = try generated(count).split(separator: "-", omittingEmptySubsequences: false)
      #expect(words.count == count)
      #expect(words.allSatisfy { (3...8).contains($0.count) })
    }
  }

  @Test func listHoldsAtLeast2048DistinctShortWords() throws {
    var seen: Set<Substring> = []
    for _ in 0..<60 {
      for word in try generated(1000).split(separator: "-") { seen.insert(word) }
    }
    #expect(seen.count >= 2048)
    #expect(seen.allSatisfy { (3...8).contains($0.count) })
    #expect(seen.allSatisfy { $0.utf8.allSatisfy { (0x61...0x7a).contains($0) } })
    #expect(abs(log2(Double(seen.count)) - Passphrase.bitsPerWord) < 0.001)
  }

  @Test func sevenWordsAreStrong() throws {
    for _ in 0..<50 { #expect(strength(try generated(7)) >= 70) }
  }

  @Test func noWordsTrap() async {
    await #expect(processExitsWith: .failure) { _ = try Passphrase.generate(words: 0) }
  }
}

@Suite struct PassphraseStrengthTests {
  @Test(arguments: [
    "", "a", "password", "P@ssw0rd!", "Password123", "qwertyuiop", "qwerty12345",
    "aaaaaaaaaaaaaaaa",
    "abcdefghijklmnop", "1234567890", "letmein2024", "Summer2024!", "dragondragondragon",
    "abcabcabcabcabcabc", "iloveyou1", "admin-admin-admin", "correct horse",
  ])
  func guessableOnesStayBelowTheLimit(text: String) {
    #expect(strength(text) < 50)
  }

  @Test(arguments: [
    "correct horse battery stable window", "kT9#vL2!qZx8@Wm5", "xqzvkwjhpbfgmtrd",
    "7f3a9c1e5b8d2046af",
    "нашёл старый велосипед зимой",
  ])
  func unguessableOnesPassTheLimit(text: String) {
    #expect(strength(text) >= 50)
  }

  @Test func anotherWordNeverWeakens() {
    var text = "harbor"
    var last = strength(text)
    for word in ["velvet", "comet", "anvil", "ribbon"] {
      text += " " + word
      #expect(strength(text) > last)
      last = strength(text)
    }
  }

  @Test func longInputIsCheap() {
    let start = ContinuousClock().now
    _ = strength(String(repeating: "ab", count: 512))
    #expect(start.duration(to: ContinuousClock().now) < .seconds(1))
  }
}
