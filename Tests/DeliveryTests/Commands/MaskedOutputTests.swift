import Delivery
import SecretMemory
import Testing

@Suite struct MaskedOutputTests {
  @Test func hidesEveryValue() throws {
    #expect(
      try lines("key sk-live-1, again sk-live-1!\nother: pass", ["sk-live-1", "pass"])
        == ["key ***, again ***!", "other: ***"])
  }

  @Test func hidesOverlappingAndAdjacentValuesAsOne() throws {
    #expect(try lines("x abcdefgh y", ["abcdef", "cdefgh"]) == ["x *** y"])
    #expect(try lines("x abcdabcd y", ["abcd"]) == ["x *** y"])
  }

  @Test func leavesShortValuesAlone() throws {
    #expect(try lines("exit status 404", ["404", "4"]) == ["exit status 404"])
  }

  @Test func hidesTheLinesOfAValueOneByOne() throws {
    let pem = "-----BEGIN-----\nMIIEow\nQAB=\n-----END-----\n"
    #expect(
      try lines("bad line: MIIEow\nin QAB=?\n" + pem, [pem])
        == ["bad line: ***", "in ***?", "***"])
  }

  @Test func hidesWhatIsLeftOfAValueAtTheEnds() throws {
    #expect(
      try lines("live-secret done\nkey sk-liv", ["sk-live-secret"], isCut: true)
        == ["*** done", "key ***"])
    #expect(
      try lines("live-secret done", ["sk-live-secret"], isCut: false)
        == ["live-secret done"])
  }

  @Test func hidesValuesAsEveryDialectSpellsThem() throws {
    let value = #"p"a\s/s'w\#tord"#
    for dialect in [Dialect.json, .sh] {
      var values = SecretFields()
      try values.append(name: "KEY", value: Array(value.utf8).span)
      let text = try DialectCodec.encode(values, as: dialect)
      let shown = MaskedOutput.lines(text, hiding: values, isCut: false).joined()
      #expect(shown.contains("***") && !shown.contains("p\"") && !shown.contains("tord"))
      #expect(!shown.contains(#"p\""#))
    }
    #expect(try lines(#"got "p\"a\\s\/s'w\tord"."#, [value]) == [#"got "***"."#])
    #expect(try lines(#"got "sk\/live"."#, ["sk/live"]) == [#"got "***"."#])
  }

  @Test func hidesValuesInBase64() throws {
    #expect(try lines("Basic c2stbGl2ZS0x!", ["sk-live-1"]) == ["Basic ***!"])
    #expect(try lines("c2stbGl2ZS0xMg== c2stbGl2ZS0xMg", ["sk-live-12"]) == ["***== ***"])
  }

  @Test func hidesTheLinesOfAValueInEverySpelling() throws {
    #expect(try lines(#"{"line":"it\"s"}"#, ["first\nit\"s\n"]) == [#"{"line":"***"}"#])
    #expect(try lines(#"X="it'\''s""#, ["first\nit's\n"]) == [#"X="***""#])
  }

  @Test func keepsTheLastLinesAndEscapesControl() throws {
    let text = (1...30).map { "line \($0)" }.joined(separator: "\n")
    #expect(try lines(text, []).count == 20)
    #expect(try lines(text, []).last == "line 30")
    #expect(try lines("a\u{1B}[31mred\tb\r\n\n  \n", []) == [#"a\u{1B}[31mred b"#])
    #expect(try lines(String(repeating: "x", count: 5000), [])[0].count == 401)
  }

  @Test func bytesThatAreNoTextAreReplaced() throws {
    let output = try SecretBytes(copying: [0xFF, 0x61, 0x62, 0x63, 0x64, 0xFE].span)
    var values = SecretFields()
    try values.append(name: "A", value: Array("abcd".utf8).span)
    #expect(MaskedOutput.lines(output, hiding: values, isCut: false) == ["\u{FFFD}***\u{FFFD}"])
  }

  private func lines(
    _ text: String, _ hidden: [String], isCut: Bool = false
  ) throws -> [String] {
    var values = SecretFields()
    for (index, value) in hidden.enumerated() {
      try values.append(name: "V\(index)", value: Array(value.utf8).span)
    }
    let output = try SecretBytes(copying: Array(text.utf8).span)
    return MaskedOutput.lines(output, hiding: values, isCut: isCut)
  }
}
