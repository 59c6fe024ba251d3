import Providers
import Testing

@Suite struct PasteCheckTests {
  static let key = "0123456789abcdefABCDEF0123456789"

  /// What the check says about `text` as the first field of a provider.
  private func findings(_ text: String, of id: String = "liveagent-v3") throws -> [PasteFinding] {
    try findings(Array(text.utf8), of: id)
  }

  private func findings(_ bytes: [UInt8], of id: String) throws -> [PasteFinding] {
    let provider = try #require(Catalogue.provider(id))
    return PasteCheck.findings(bytes.span, for: provider.fields[0], of: provider)
  }

  @Test func aCleanValueHasNoFindings() throws {
    #expect(try findings(Self.key) == [])
    #expect(try findings(String(repeating: "0123abcd", count: 4), of: "liveperson-oauth1") == [])
    #expect(try findings("sk_live.AbC-12~/+==", of: "ai-chat-for-business") == [])
  }

  @Test(arguments: [
    (" \(key)", [PasteFinding.whitespace(.leading)]),
    ("\(key)\n", [.whitespace(.trailing)]),
    ("\t\(key)\r\n", [.whitespace(.leading), .whitespace(.trailing)]),
    ("0123456789abcdef ABCDEF0123456789", [.whitespace(.inside)]),
    ("\u{A0}\(key)\u{3000}", [.whitespace(.leading), .whitespace(.trailing)]),
    ("\u{FEFF}\(key)", [.invisibleCharacter]),
    ("\(key)\u{200B}", [.invisibleCharacter]),
    ("\u{202E}\(key)", [.invisibleCharacter]),
    ("0123456789\u{430}bcdefABCDEF0123456789", [.lookAlike]),
    ("0123\u{2013}56789abcdefABCDEF0123456789", [.lookAlike]),
    ("\(key)\u{1B}[0m", [.controlCharacter]),
    ("\(key)\u{0}", [.controlCharacter]),
    ("Bearer \(key)", [.whitespace(.inside), .bearerPrefix]),
    ("Authorization: bearer \(key)", [.whitespace(.inside), .bearerPrefix]),
    ("LIVEAGENT_API_KEY=\(key)", [.assignmentPrefix]),
    ("liveagent_api_key=\(key)", [.assignmentPrefix]),
    ("MY_OWN_NAME = \(key)", [.whitespace(.inside), .assignmentPrefix]),
    ("export X=\(key)", [.whitespace(.inside), .assignmentPrefix]),
    ("apikey: \(key)", [.whitespace(.inside), .assignmentPrefix]),
    ("apikey=\(key)", [.assignmentPrefix]),
    ("\"\(key)\"", [.quoted]),
    ("'\(key)'", [.quoted]),
    ("\u{201C}\(key)\u{201D}", [.lookAlike, .quoted]),
    ("<\(key)>", [.quoted]),
  ])
  func namesWhatSurroundsAPastedKey(text: String, expected: [PasteFinding]) throws {
    #expect(try findings(text) == expected)
  }

  @Test func lengthAndShapeAreComparedWithTheProfile() throws {
    #expect(try findings(String(Self.key.dropLast())) == [.wrongLength(expected: 32)])
    #expect(
      try findings("-" + Self.key.dropFirst()) == [.wrongShape(expected: .alphanumeric)])
    #expect(
      try findings(Self.key, of: "liveperson-oauth1") == [.wrongShape(expected: .lowercaseHex)])
    #expect(
      try findings("short!") == [.wrongLength(expected: 32), .wrongShape(expected: .alphanumeric)])
  }

  @Test func paddingAndLowerCaseNamesAreNoAssignment() throws {
    #expect(try findings("QUJD==", of: "ligr-live") == [])
    #expect(try findings("abc=def", of: "ligr-live") == [])
  }

  @Test func emptyAndBinaryInputIsNamed() throws {
    #expect(try findings("") == [.empty])
    #expect(try findings([0xFF, 0xFE, 0x41], of: "ligr-live") == [.notText])
    #expect(try findings(" \n", of: "ligr-live") == [.whitespace(.leading)])
  }

  /// A finding may be printed and logged.
  @Test func findingsNeverCarryTheValue() throws {
    let canary = "CANARY9f3b"
    for text in ["Bearer \(canary)", " '\(canary)' ", "X_Y=\(canary)", "\(canary)\u{200B}", canary]
    {
      for finding in try findings(text) {
        #expect(!"\(finding)".contains("CANARY"))
        #expect(!"\(finding)".contains("9f3b"))
      }
    }
  }
}
