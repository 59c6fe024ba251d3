import Testing

@Suite struct DueCommandTests {
  private func reasons(_ vault: RollVault, _ options: String...) throws -> [String] {
    let status = vault.type(["due", "--json"] + options)
    let lines = try vault.json()["due"] as? [[String: Any]] ?? []
    #expect(status == (lines.isEmpty ? 0 : 14))
    return lines.compactMap { $0["reason"] as? String }
  }

  @Test func nothingDueIsNoFinding() throws {
    let vault = try RollVault()
    try vault.store("stripe")
    #expect(vault.type("due") == 0)
    #expect(vault.output.text.isEmpty && vault.error.text == "nothing is due\n")
    #expect(try reasons(vault) == [])
  }

  /// Now is 2027-01-15.
  @Test func whatComesWithinTheTimeIsDueWithItsNextCommand() throws {
    let vault = try RollVault()
    #expect(vault.type("set", "a", "--stdin", "--expires", "2027-01-20", input: "one") == 0)
    #expect(vault.type("set", "b", "--stdin", "--max-age", "20d", input: "two") == 0)
    #expect(vault.type("due") == 14)
    let lines = vault.output.text.split(separator: "\n").map(String.init)
    #expect(lines.count == 2 && lines[0].hasPrefix("KEY "))
    #expect(lines[1].hasPrefix("a@1 ") && lines[1].contains("expires"))
    #expect(lines[1].contains("in 5 d") && lines[1].hasSuffix("keyroll rotate a"))
    #expect(try reasons(vault, "--within", "2d") == [])
    #expect(try reasons(vault, "--within", "30d") == ["expiry", "rotation"])
  }

  @Test func unusedAndOverScopedKeysAreDue() throws {
    let vault = try RollVault()
    #expect(
      vault.type("set", "a", "--stdin", "--scope", "read", "--scope", "write", input: "one") == 0)
    #expect(vault.type("tool", "add", "web", "--env-file", vault.path("web.env")) == 0)
    #expect(vault.type("connect", "web", "a", "--needs", "read") == 0)
    #expect(vault.type("due") == 14)
    #expect(vault.output.text.contains("may do too much"))
    #expect(vault.output.text.contains("write"))
    try vault.store("b")
    #expect(try reasons(vault, "--unused", "0s") == ["over-scoped", "unused"])
  }

  @Test func wrongLinesAreRefused() throws {
    let vault = try RollVault()
    #expect(vault.type("due", "--within", "soon") == 2)
    #expect(vault.type("due", "stripe") == 2)
    #expect(vault.type("due", "--unusd", "3d") == 2)
    #expect(vault.error.text.contains("--unused"))
  }
}
