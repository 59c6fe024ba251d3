import Delivery
import Testing

@Suite struct CommandTextTests {
  @Test(arguments: [
    ("systemctl reload billing", ["systemctl", "reload", "billing"]),
    ("  a \t b\nc ", ["a", "b", "c"]),
    ("say 'two words' \"and two\"", ["say", "two words", "and two"]),
    ("a ''", ["a", ""]),
    ("a'b c'd", ["ab cd"]),
    (#"a "x\"y\\z\$w\n""#, ["a", #"x"y\z$w\n"#]),
    (#"a b\ c \' \\"#, ["a", "b c", "'", #"\"#]),
    ("echo $HOME * ~ `id` | x", ["echo", "$HOME", "*", "~", "`id`", "|", "x"]),
    ("prüfe 'e\u{301}' 🗝", ["prüfe", "e\u{301}", "🗝"]),
  ])
  func splitsWithoutExpandingAnything(line: String, words: [String]) throws {
    #expect(try CommandText.split(line) == words)
  }

  @Test(arguments: [
    ("a 'b", CommandTextError.unbalanced("'")), ("a \"b", .unbalanced("\"")),
    (#"a "b\"#, .unbalanced("\"")), (#"a\"#, .unbalanced("\\")), ("", .empty), (" \t", .empty),
    ("'' a", .empty), ("a\0b", .zeroByte),
  ])
  func refusesWhatIsNoCommand(line: String, error: CommandTextError) {
    #expect(throws: error) { try CommandText.split(line) }
  }

  @Test func shellLineStaysWhole() throws {
    #expect(try CommandText.shell("a && b 'c") == ["/bin/sh", "-c", "a && b 'c"])
    #expect(throws: CommandTextError.empty) { try CommandText.shell(" \n") }
    #expect(throws: CommandTextError.zeroByte) { try CommandText.shell("a\0") }
  }

  @Test func quotedWordsSplitBack() throws {
    let words = ["/bin/sh", "-c", "it's \"a\" \\ $x && y", "", "ü", "a=b", "two\nlines"]
    let line = CommandText.quoted(words)
    #expect(line.hasPrefix("/bin/sh -c 'it'\\''s"))
    #expect(try CommandText.split(line) == words)
    #expect(
      CommandText.quoted(["systemctl", "--user", "reload", "x@1"])
        == "systemctl --user reload x@1")
  }

  @Test func tellsWordsThatOnlyAShellObeys() {
    #expect(
      CommandText.shellWords(in: ["a", "&&", "b", "|", ">out", "2>&1", ";"])
        == ["&&", "|", ">out", "2>&1", ";"])
    #expect(CommandText.shellWords(in: ["a", "-x", "b;c", ""]).isEmpty)
  }
}
