import Commands
import Foundation
import Testing

@Suite struct EscapeTests {
  static let hostile: [String] =
    (0x00...0x1F).map { String(UnicodeScalar(UInt8($0))) }
    + (0x7F...0x9F).map { String(UnicodeScalar(UInt8($0))) }
    + [
      0xAD, 0x34F, 0x61C, 0x115F, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029,
      0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0x2800,
      0x3164, 0xFEFF, 0xFFA0, 0xFFF9, 0xE0001, 0xE0041, 0xE000, 0x10FFFF, 0xA0, 0x3000, 0xFE0F,
    ].compactMap { UnicodeScalar(UInt32($0)).map { String($0) } }

  @Test func nothingHiddenReachesATerminal() {
    for character in Self.hostile {
      for text in [character, "a\(character)b", "\(character)[31m\(character)"] {
        let escaped = Escape.text(text)
        #expect(!escaped.unicodeScalars.contains(where: Escape.isHidden))
        #expect(escaped != text)
      }
    }
  }

  @Test func ordinaryTextStaysAsItIs() {
    for text in ["keys/stripe@prod#secret", "/home/zoë/ключ.env", "名前", "a b", "it's \\ \"x\""] {
      #expect(Escape.text(text) == text)
    }
  }

  @Test func showsWhatItReplaced() {
    #expect(Escape.text("a\n\t\u{1B}[0m\u{202E}") == #"a\n\t\u{1B}[0m\u{202E}"#)
  }

  @Test func interpolationEscapesAndLiteralsDoNot() {
    let name = "x\ny"
    let message: Message = "first\n\(name)"
    #expect(message.text == "first\nx\\ny")
    #expect(("see \(list: [name, "z"])" as Message).text == #"see x\ny, z"#)
    #expect(
      ("\(message), \(2, "tool"), \(1, "key")" as Message).text == "first\nx\\ny, 2 tools, 1 key")
  }

  @Test func nothingHiddenReachesATerminalAsJSON() throws {
    for character in Self.hostile {
      let json = JSONOutput.object([("x\(character)", .text("a\(character)b"))]).rendered
      let text = String(decoding: json, as: UTF8.self)
      #expect(!text.unicodeScalars.contains(where: Escape.isHidden))
      let read = try JSONDecoder().decode([String: String].self, from: Data(json))
      #expect(read == ["x\(character)": "a\(character)b"])
    }
  }
}
