import Delivery
import Testing

@Suite struct ReaderTests {
  private func lineOfError(_ text: String, as dialect: Dialect) -> Int? {
    do {
      _ = try parsed(Array(text.utf8), as: dialect)
      return nil
    } catch DialectSyntaxError.line(let line) {
      return line
    } catch {
      return -1
    }
  }

  @Test(arguments: [
    ("A='1'", 1), ("A='1'\nB", 2), ("A='1'\n\nB='2'\n", 2), ("# note\nA='1'\n", 1),
    ("A='1' \n", 1), ("A = '1'\n", 1), ("export A='1'\n", 1), ("A=\"1\"\n", 1), ("A='1\n", 1),
    ("A=$B\n", 1), ("A='1'\r\n", 1), ("\u{FEFF}A='1'\n", 1), ("A='1'#\n", 1), ("A=a b\n", 1),
    ("-='1'\n", 1), ("A='1'\0", 1),
  ])
  func textOutsideTheGrammarIsRefusedOnItsLine(text: String, line: Int) {
    #expect(lineOfError(text, as: .sh) == line)
    #expect(lineOfError(text, as: .dotenv) == line)
  }

  @Test(arguments: [
    "A='1''2'\n", "A='1'\\''2'\n", "A='a\nb'\n", "A='a\\b'\n", "A='${B}'\n", "A='a '\n",
    "A='\u{1}'\n",
  ])
  func dotenvReadsOnlyWhatAllReadersAgreeOn(text: String) {
    #expect(lineOfError(text, as: .dotenv) == 1)
    #expect(lineOfError(text, as: .sh) == nil)
  }

  @Test func linesWithinQuotesCount() {
    #expect(lineOfError("A='a\nb\nc'\nB=(\n", as: .sh) == 4)
  }

  @Test func plainValuesOfHandMadeFilesAreRead() throws {
    let text = Array("A=abc-DEF_1.2,/:@%+^==\nB=\n".utf8)
    for dialect in [Dialect.sh, .dotenv] {
      #expect(
        try parsed(text, as: dialect) == ["A": Array("abc-DEF_1.2,/:@%+^==".utf8), "B": []])
    }
  }

  @Test(arguments: [Dialect.sh, .dotenv])
  func aNameThatIsAssignedTwiceIsRefused(dialect: Dialect) {
    #expect(throws: DialectSyntaxError.duplicate(name: "A", line: 2)) {
      _ = try parsed(Array("A='1'\nA='2'\n".utf8), as: dialect)
    }
  }

  @Test(arguments: [
    ("", 1), ("[]", 1), ("{\"A\":1}", 1), ("{\"A\":null}", 1), ("{\"A\":\"1\",\n\"A\":\"2\"}", 2),
    ("{\"A\":\"1\"}\nx", 2), ("{\"A\":{\"B\":\"1\"}}", 1), ("{\"A\":\"\\ud800\"}", 1),
  ])
  func jsonIsOneObjectOfStrings(text: String, line: Int) {
    #expect(lineOfError(text, as: .json) == line)
  }

  @Test func jsonEscapesAreUndone() throws {
    let text = Array(#"{"A":"\u00e9\n\ud83d\udd11\u0000\/"}"#.utf8)
    #expect(try parsed(text, as: .json) == ["A": Array("é\n🔑\0/".utf8)])
  }
}
