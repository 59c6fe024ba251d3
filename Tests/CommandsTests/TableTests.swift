import Commands
import Testing

@Suite struct TableTests {
  static func table() -> Table {
    var table = Table(["KEY", "DESCRIPTION", "AGE"])
    table.add(["stripe", "a rather long description of what it is for", "3 d"])
    table.add(["a\u{1B}[2J", "名前", "12 d"])
    return table
  }

  @Test func isNotCutWithoutALimit() {
    let lines = Self.table().lines(columns: nil)
    #expect(lines[0] == "KEY         DESCRIPTION                                  AGE")
    #expect(lines[1] == "stripe      a rather long description of what it is for  3 d")
  }

  @Test(arguments: [30, 40, 57, 80]) func fitsTheTerminal(_ columns: Int) {
    for line in Self.table().lines(columns: columns) {
      #expect(DisplayWidth.columns(of: line) <= columns)
    }
  }

  @Test func sevenColumnsFitASmallTerminal() {
    var table = Table(["KEY", "PROVIDER", "VERSION", "AGE", "TOOLS", "OWNER", "NOTE"])
    table.add(["crm/agent", "liveagent-v3", "12", "120 d", "3", "somebody", "stale"])
    for line in table.lines(columns: 40) { #expect(DisplayWidth.columns(of: line) <= 40) }
    #expect(table.lines(columns: 40)[1].hasPrefix("crm/a…"))
  }

  @Test func marksWhatItCut() {
    #expect(Self.table().lines(columns: 40)[1].contains("…"))
  }

  @Test func escapesItsCells() {
    #expect(Self.table().lines(columns: nil)[2].hasPrefix(#"a\u{1B}[2J  名前"#))
  }

  @Test func alignsWideCharacters() {
    #expect(DisplayWidth.columns(of: "名前") == 4)
    #expect(DisplayWidth.columns(of: "e\u{301}") == 1)
    let lines = Self.table().lines(columns: nil)
    #expect(DisplayWidth.columns(of: lines[1]) == DisplayWidth.columns(of: lines[2]) - 1)
  }
}
