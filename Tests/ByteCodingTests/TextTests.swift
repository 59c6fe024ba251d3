import ByteCoding
import Testing

@Suite struct Base64Tests {
  /// RFC 4648 section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func publishedExamples(text: String, encoded: String) {
    #expect(Base64.encode(Array(text.utf8)) == encoded)
    #expect(Base64.decode(encoded) == Array(text.utf8))
    let unpadded = encoded.filter { $0 != "=" }
    #expect(Base64.encode(Array(text.utf8), .urlSafe) == unpadded)
    #expect(Base64.decode(unpadded, .urlSafe) == Array(text.utf8))
  }

  @Test func alphabetsDifferInTwoCharacters() {
    #expect(Base64.encode([0xfb, 0xff, 0xbf]) == "+/+/")
    #expect(Base64.encode([0xfb, 0xff, 0xbf], .urlSafe) == "-_-_")
    #expect(Base64.decode("-_-_") == nil)
    #expect(Base64.decode("+/+/", .urlSafe) == nil)
  }

  @Test func allBytesReadBack() {
    let all = (0...255).map { UInt8($0) }
    #expect(Base64.decode(Base64.encode(all)) == all)
    #expect(Base64.decode(Base64.encode(all, .urlSafe), .urlSafe) == all)
  }

  @Test(arguments: [
    "Z", "Zg", "Zg=", "Zg===", "=", "====", "Z===", "Zh==", "Zm9=", "Zm8==", "Zm9v=", "Z=g=",
    "Zg==Zg==", "Zm 9v", "Zm9v\n", "Zm9%",
  ])
  func refusesEveryOtherSpelling(text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test(arguments: ["Z", "Zg==", "Zh", "Zm9", "AAAAA"])
  func urlSafeRefusesPaddingAndLooseBits(text: String) {
    #expect(Base64.decode(text, .urlSafe) == nil)
  }
}

@Suite struct UTF8CheckTests {
  private func valid(_ bytes: [UInt8]) -> Bool { UTF8Check.isValid(bytes.span) }
  private func normalised(_ bytes: [UInt8]) -> Bool { UTF8Check.isNormalised(bytes.span) }
  private func ascii(_ text: String) -> Bool { UTF8Check.isASCII(Array(text.utf8).span) }

  @Test func tellsUTF8FromOtherBytes() {
    #expect(valid(Array("aé水\u{1D11E}".utf8)))
    #expect(valid([]))
    #expect(!valid([0xc0, 0x80]))
    #expect(!valid([0xed, 0xa0, 0x80]))
    #expect(!valid([0xf4, 0x90, 0x80, 0x80]))
    #expect(!valid([0xe6, 0xb0]))
  }

  @Test func tellsComposedFromDecomposed() {
    #expect(normalised(Array("plain".utf8)))
    #expect(normalised(Array("\u{e9}".utf8)))
    #expect(!normalised(Array("e\u{301}".utf8)))
    #expect(!normalised(Array("\u{212b}".utf8)))
    #expect(!normalised([0xff]))
  }

  @Test func tellsASCII() {
    #expect(ascii("a\u{7f}"))
    #expect(!ascii("é"))
  }
}

@Suite struct DurationTextTests {
  @Test(arguments: [
    ("30s", 30), ("15m", 900), ("24h", 86_400), ("14d", 1_209_600), ("1h30m", 5400),
    ("1d2h3m4s", 93_784), ("0s", 0), ("90m", 5400),
  ])
  func readsUnits(text: String, seconds: Int64) {
    #expect(DurationText.parse(text) == seconds)
  }

  @Test(arguments: [
    "", "5", "h", "-5s", "+5s", "5 s", "5S", "5w", "1m1h", "1h1h", "1.5h", "٣s", "5s ",
    "99999999999999999999s", "106751991167301d",
  ])
  func refusesOtherText(text: String) {
    #expect(DurationText.parse(text) == nil)
  }

  @Test(arguments: [
    (0, "0s"), (59, "59s"), (900, "15m"), (5400, "1h30m"), (86_400, "1d"), (93_784, "1d2h3m4s"),
    (Int64.max, "106751991167300d15h30m7s"),
  ])
  func writesTheShortestForm(seconds: Int64, text: String) {
    #expect(DurationText.format(seconds) == text)
    #expect(DurationText.parse(text) == seconds)
  }
}

@Suite struct TextSearchTests {
  @Test(arguments: [
    ("vault://there", "://"), ("aab", "ab"), ("team", "team"), ("team", ""), ("", ""),
    ("größe", "öß"),
  ])
  func findsAPart(text: String, part: String) {
    #expect(text.holds(part))
  }

  @Test(arguments: [("", "a"), ("a:/b", "://"), ("tea", "team"), ("abab", "ba ")])
  func missesWhatIsNotThere(text: String, part: String) {
    #expect(!text.holds(part))
  }
}
