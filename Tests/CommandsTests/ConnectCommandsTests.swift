import Testing

@Suite struct ConnectCommandsTests {
  private func vault() throws -> RollVault {
    let vault = try RollVault()
    try vault.store("stripe")
    #expect(vault.type("tool", "add", "billing", "--manual") == 0)
    return vault
  }

  private let agentValue = "0123456789abcdef0123456789abcdef"

  private func storeAgent(_ vault: RollVault, _ key: String, _ provider: String) {
    #expect(
      vault.type(
        "set", key, "--provider", provider, "--param", "account=acme", "--stdin",
        input: agentValue) == 0)
  }

  @Test func variableIsConventional() throws {
    let vault = try vault()
    storeAgent(vault, "crm/agent", "liveagent-v3")
    #expect(vault.type("connect", "billing", "stripe", "crm/agent") == 0)
    #expect(vault.type("uses", "billing", "--json") == 0)
    let lines = try #require(try vault.json()["connections"] as? [[String: Any]])
    #expect(
      Set(lines.compactMap { $0["variable"] as? String }) == ["LIVEAGENT_API_KEY", "STRIPE"])
  }

  @Test func variableCanBeNamedForOneKey() throws {
    let vault = try vault()
    #expect(vault.type("connect", "billing", "stripe", "--as", "PAY") == 0)
    #expect(vault.type("where", "stripe") == 0)
    #expect(vault.output.text.contains("PAY"))
    #expect(vault.type("connect", "billing", "stripe*", "--as", "PAY") == 2)
    #expect(vault.type("connect", "billing", "stripe", "other", "--as", "PAY") == 2)
  }

  @Test func patternConnectsWhatItMatches() throws {
    let vault = try vault()
    try vault.store("crm/a")
    try vault.store("crm/b")
    #expect(vault.type("connect", "billing", "crm/*") == 0)
    #expect(vault.type("uses", "billing") == 0)
    #expect(vault.output.text.contains("CRM_A") && vault.output.text.contains("CRM_B"))
    #expect(!vault.output.text.contains("STRIPE"))
    #expect(vault.type("connect", "billing", "none/*") == 10)
  }

  @Test func oneFieldOfSeveral() throws {
    let vault = try vault()
    #expect(
      vault.type(
        "set", "pair", "--field", "id", "--field", "secret", "--stdin-json",
        input: #"{"id":"a-one","secret":"b-two"}"#) == 0)
    #expect(vault.type("connect", "billing", "pair#secret", "--as", "S") == 0)
    #expect(vault.type("uses", "billing", "--json") == 0)
    let lines = try #require(try vault.json()["connections"] as? [[String: Any]])
    #expect(lines.map { $0["field"] as? String } == ["secret"])
    #expect(vault.type("connect", "billing", "pair@1") == 2)
    #expect(vault.type("connect", "billing", "pair#nothing") == 10)
  }

  @Test(arguments: ["VITE_KEY", "NEXT_PUBLIC_KEY", "REACT_APP_KEY", "EXPO_PUBLIC_K", "PUBLIC_K"])
  func clientSideVariablesNeedTheirOption(_ variable: String) throws {
    let vault = try vault()
    #expect(vault.type("connect", "billing", "stripe", "--as", variable) == 12)
    #expect(vault.error.text.contains("--public"))
    #expect(vault.type("connect", "billing", "stripe", "--as", variable, "--public") == 0)
  }

  @Test(arguments: ["LD_PRELOAD", "PATH", "BASH_ENV", "NODE_OPTIONS", "GIT_SSH_COMMAND", "RANDOM"])
  func variablesThatChangeWhatRunsNeedTheirOption(_ variable: String) throws {
    let vault = try vault()
    #expect(vault.type("connect", "billing", "stripe", "--as", variable) == 12)
    #expect(vault.error.text.contains("--allow-special"))
    #expect(vault.type("connect", "billing", "stripe", "--as", variable, "--allow-special") == 0)
  }

  @Test func keyForAnotherAPIIsRefusedWithWhatItWouldAnswer() throws {
    let vault = try vault()
    storeAgent(vault, "agent", "liveagent-v3")
    #expect(vault.type("connect", "billing", "agent", "--requires-api", "v1") == 12)
    #expect(vault.error.text.contains("ApiKey not found"))
    #expect(vault.type("where", "agent", "--json") == 0)
    #expect((try vault.json()["connections"] as? [Any])?.isEmpty == true)
    #expect(vault.type("connect", "billing", "agent", "--requires-api", "v3") == 0)
  }

  @Test func valueInPlaceOfAKeyIsRefused() throws {
    let vault = try vault()
    #expect(vault.type("connect", "billing", "stripe=sk_live_1") == 2)
    #expect(!vault.error.text.contains("sk_live_1"))
  }

  @Test func unknownNamesAreNotFound() throws {
    let vault = try vault()
    #expect(vault.type("connect", "biling", "stripe") == 10)
    #expect(vault.error.text.contains("billing"))
    #expect(vault.type("connect", "billing", "strype") == 10)
    #expect(vault.error.text.contains("stripe"))
    #expect(vault.type("where", "strype") == 10)
    #expect(vault.type("uses", "biling") == 10)
    #expect(vault.type("disconnect", "billing", "stripe") == 10)
  }

  @Test func optionalConnectionHoldsNobodyUp() throws {
    let vault = try vault()
    #expect(vault.type("connect", "billing", "stripe", "--optional", "--needs", "read") == 0)
    #expect(vault.type("where", "stripe", "--behind") == 0)
    #expect(vault.output.text.isEmpty)
    #expect(vault.error.text.contains("no tool is behind"))
  }

  @Test func disconnectEndsTheUse() throws {
    let vault = try vault()
    #expect(vault.type("connect", "billing", "stripe") == 0)
    #expect(vault.type("disconnect", "billing", "stripe") == 0)
    #expect(vault.type("where", "stripe") == 0)
    #expect(vault.error.text.contains("no tool uses stripe"))
  }
}
