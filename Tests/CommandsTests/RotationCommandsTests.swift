import Testing

@Suite struct RotationCommandsTests {
  /// A tool that is written, and one that somebody carries the value to.
  private func vault() throws -> RollVault {
    let vault = try RollVault()
    try vault.store("stripe", "sk-first")
    try vault.connect("billing", "billing.env", to: "stripe")
    #expect(vault.type("tool", "add", "board", "--manual") == 0)
    #expect(vault.type("connect", "board", "stripe") == 0)
    #expect(vault.type("emit") == 0)
    #expect(vault.type("ack", "board", "stripe") == 0)
    return vault
  }

  private func labels(_ vault: RollVault, _ key: String) throws -> [String] {
    #expect(vault.type("history", key, "--json") == 0)
    let document = try vault.json()
    let versions = (document["key"] as? [String: Any])?["versions"] ?? document["versions"]
    return (versions as? [[String: Any]] ?? []).compactMap { $0["label"] as? String }
  }

  @Test func rotationWritesPromotesAndListsWhoIsPending() throws {
    let vault = try vault()
    #expect(vault.type("rotate", "stripe", "--stdin", input: "sk-second") == 0)
    #expect(vault.file("billing.env")?.contains("sk-second") == true)
    #expect(vault.error.text.contains("stripe@2 is current now"))
    #expect(vault.error.text.contains("pending: board"))
    #expect(try labels(vault, "stripe").sorted() == ["current", "previous"])
    #expect(vault.type("get", "stripe") == 0)
    #expect(vault.output.text == "sk-second\n")
  }

  @Test func theValueThatTheKeyHasIsNoNewOne() throws {
    let vault = try vault()
    #expect(vault.type("rotate", "stripe", "--stdin", input: "sk-first") == 2)
    #expect(vault.error.text.contains("nothing was stored"))
    #expect(try labels(vault, "stripe") == ["current"])
    #expect(vault.type("rotate", "stripe", "--stdin", "--as-is", input: "sk-first") == 0)
  }

  @Test func rotationAsJSONIsOneObject() throws {
    let vault = try vault()
    #expect(vault.type("rotate", "stripe", "--stdin", "--json", input: "sk-second") == 0)
    let document = try vault.json()
    #expect(document["from"] as? Int == 1 && document["to"] as? Int == 2)
    #expect((document["pending"] as? [[String: Any]])?.map { $0["tool"] as? String } == ["board"])
  }

  @Test func revokeWaitsForTheLaggardAndNamesItsCommand() throws {
    let vault = try vault()
    #expect(vault.type("rotate", "stripe", "--stdin", input: "sk-second") == 0)
    #expect(vault.type("revoke", "stripe") == 20)
    #expect(vault.error.text.contains("keyroll ack board stripe"))
    #expect(try labels(vault, "stripe").contains("previous"))
    #expect(vault.type("ack", "board", "stripe") == 0)
    #expect(vault.error.text.contains("keyroll revoke stripe"))
    #expect(vault.type("revoke", "stripe", "--json") == 0)
    #expect(try vault.json()["revoked"] as? [Int] == [1])
    #expect(vault.type("revoke", "stripe") == 10)
  }

  @Test func revokeByForceNeedsAReason() throws {
    let vault = try vault()
    #expect(vault.type("rotate", "stripe", "--stdin", input: "sk-second") == 0)
    #expect(vault.type("revoke", "stripe", "--force") == 2)
    #expect(vault.error.text.contains("--reason"))
    #expect(vault.type("revoke", "stripe", "--force", "--reason", "board is gone") == 0)
    #expect(vault.error.text.contains("board was left behind"))
  }

  @Test func currentVersionIsRevokedInAnEmergencyOnly() throws {
    let vault = try vault()
    #expect(vault.type("revoke", "stripe@1") == 12)
    #expect(vault.type("revoke", "stripe@1", "--emergency") == 2)
    #expect(vault.type("revoke", "stripe#value") == 2)
    #expect(
      vault.type(
        "revoke", "stripe@1", "--emergency", "--force", "--reason", "leaked", "-y") == 0)
    #expect(try labels(vault, "stripe") == ["revoked"])
  }

  @Test func cutoverIsAskedAboutBeforeAnythingHappens() throws {
    let vault = try RollVault()
    #expect(vault.type("set", "ligr", "--provider", "ligr-live", "--stdin", input: "first") == 0)
    #expect(vault.type("rotate", "ligr", "--stdin", input: "second") == 2)
    #expect(vault.error.text.contains("-y"))
    vault.typed = ["n"]
    #expect(vault.type("rotate", "ligr", "--stdin", input: "second") == 3)
    vault.typed = nil
    #expect(try labels(vault, "ligr") == ["current"])
    #expect(vault.type("rotate", "ligr", "--stdin", "-y", input: "second") == 0)
    #expect(vault.error.text.contains("regenerating ends the old key at once"))
  }

  @Test func placeThatCannotBeWrittenIsFoundBeforeTheValueIsAskedFor() throws {
    let vault = try vault()
    try vault.write("billing.env", "OTHER='mine'\n")
    vault.typed = ["sk-second"]
    #expect(vault.type("rotate", "stripe") == 12)
    #expect(vault.asked.isEmpty)
    #expect(try labels(vault, "stripe") == ["current"])
  }

  @Test func rotationIsNotBegunTwice() throws {
    let vault = try RollVault()
    try vault.store("pem", "one")
    try vault.connect("billing", "billing.env", to: "pem")
    #expect(vault.type("emit") == 0)
    #expect(vault.type("rotate", "pem", "--stdin", input: "one\ntwo") == 24)
    #expect(try labels(vault, "pem").contains("pending"))
    vault.typed = ["three"]
    #expect(vault.type("rotate", "pem") == 23)
    #expect(vault.asked.isEmpty)
  }

  @Test func looksAreCheckedBeforeStagingWithNobodyToAsk() throws {
    let vault = try RollVault()
    let good = "0123456789abcdef0123456789abcdef"
    let set = ["set", "agent", "--provider", "liveagent-v3", "--param", "account=a", "--stdin"]
    #expect(vault.type(set, input: Array(good.utf8)) == 0)
    #expect(vault.type("rotate", "agent", "--stdin", "--no-input", input: "too-short") == 2)
    #expect(vault.error.text.contains("--as-is"))
    #expect(try labels(vault, "agent") == ["current"])
  }

  @Test func retypedValueReplacesTheStagedOne() throws {
    let vault = try RollVault()
    let good = "0123456789abcdef0123456789abcdef"
    let set = ["set", "agent", "--provider", "liveagent-v3", "--param", "account=a", "--stdin"]
    #expect(vault.type(set, input: Array(good.utf8)) == 0)
    vault.typed = ["too-short", "r", String(good.reversed())]
    #expect(vault.type("rotate", "agent") == 0)
    vault.typed = nil
    #expect(vault.type("get", "agent") == 0)
    #expect(vault.output.text == "\(String(good.reversed()))\n")
    #expect(try labels(vault, "agent").sorted() == ["current", "discarded", "previous"])
  }

  @Test func generatedValueIsNeverShown() throws {
    let vault = try vault()
    #expect(vault.type("rotate", "stripe", "--generate=20") == 0)
    let said = vault.output.text + vault.error.text
    #expect(vault.type("get", "stripe") == 0)
    let value = vault.output.text.dropLast()
    #expect(value.utf8.count == 20 && !said.contains(value))
  }

  @Test func ackOfAStrangerIsNotFound() throws {
    let vault = try vault()
    #expect(vault.type("ack", "nobody", "stripe") == 10)
    #expect(vault.type("tool", "add", "idle", "--manual") == 0)
    #expect(vault.type("ack", "idle", "stripe") == 10)
    #expect(vault.type("ack", "board", "stripe", "--level", "perfect") == 2)
  }
}
