import Testing

@Suite struct ImpactCommandTests {
  private let vault: RollVault

  init() throws {
    vault = try RollVault()
    try vault.store("stripe", "sk-first")
    try vault.connect("billing", "billing.env", to: "stripe")
    #expect(vault.type("tool", "add", "board", "--manual", "--owner", "bo") == 0)
    #expect(vault.type("connect", "board", "stripe", "--optional") == 0)
    #expect(vault.type("tool", "add", "shell") == 0)
    #expect(vault.type("connect", "shell", "stripe", "--as", "PAY") == 0)
  }

  @Test func toolsPlacesAndWorkAreShown() throws {
    #expect(vault.type("impact", "stripe") == 0)
    let lines = vault.output.text.split(separator: "\n").map(String.init)
    #expect(lines[0] == "a new value of stripe concerns 3 tools on 1 machine")
    #expect(lines[1].hasPrefix("TOOL "))
    #expect(
      lines[2].contains("billing") && lines[2].contains("dotenv \(vault.path("billing.env"))"))
    #expect(lines[3].contains("optional") && lines[3].contains("by hand"))
    #expect(lines[4].contains("PAY") && lines[4].contains("when it is started"))
    #expect(vault.error.text.contains("then: keyroll ack board stripe"))
    #expect(vault.error.text.contains("hint: go on: keyroll rotate stripe"))
  }

  @Test func asJSONItIsOneObject() throws {
    #expect(vault.type("impact", "stripe", "--json") == 0)
    let document = try vault.json()
    #expect(document["version"] as? Int == 1)
    let tools = try #require(document["tools"] as? [[String: Any]])
    #expect(tools.map { $0["tool"] as? String } == ["billing", "board", "shell"])
    #expect(tools.map { $0["required"] as? Bool } == [true, false, true])
    #expect((tools[0]["targets"] as? [Any])?.count == 1)
    #expect(document["by-hand"] as? [String] == ["board"])
    #expect((document["machines"] as? [Any])?.count == 1)
    #expect((document["made-from-it"] as? [Any])?.isEmpty == true)
  }

  @Test func whatTheProviderDoesToTheOldKeyIsSaid() throws {
    #expect(vault.type("set", "ligr", "--provider", "ligr-live", "--stdin", input: "first") == 0)
    #expect(vault.type("impact", "ligr") == 0)
    #expect(vault.output.text.contains("LIGR Live: the old key ends when the new one is made"))
    #expect(vault.error.text.contains("regenerating ends the old key at once"))
    #expect(vault.type("impact", "ligr", "--json") == 0)
    #expect(try vault.json()["class"] as? String == "cutover")
    #expect((try vault.json()["warnings"] as? [Any])?.count == 1)
  }

  @Test func keysThatAreMadeFromItAreConcernedToo() throws {
    let url = ["set", "url", "--stdin", "--made-from", "stripe"]
    #expect(vault.type(url, input: Array("https://sk-first@".utf8)) == 0)
    #expect(vault.type("set", "dsn", "--stdin", "--made-from", "url", input: "dsn") == 0)
    try vault.connect("crawler", "crawler.env", to: "dsn")
    #expect(vault.type("impact", "stripe") == 0)
    #expect(vault.output.text.contains("url is made from stripe: it needs a new value too"))
    #expect(vault.output.text.contains("dsn is made from url: it needs a new value too"))
    #expect(vault.type("impact", "stripe", "--json") == 0)
    let document = try vault.json()
    let made = try #require(document["made-from-it"] as? [[String: Any]])
    #expect(made.map { $0["key"] as? String } == ["url", "dsn"])
    #expect(made.last?["via"] as? [String] == ["stripe", "url"])
    let tools = try #require(document["tools"] as? [[String: Any]])
    #expect(tools.contains { $0["tool"] as? String == "crawler" && $0["key"] as? String == "dsn" })
    #expect(vault.type("impact", "dsn") == 0)
    #expect(!vault.output.text.contains("billing"))
  }

  @Test func toolsThatComeAfterOthersAreNamed() throws {
    #expect(vault.type("tool", "edit", "billing", "--group", "money") == 0)
    #expect(vault.type("tool", "edit", "shell", "--after", "money", "--after", "board") == 0)
    #expect(vault.type("impact", "stripe") == 0)
    #expect(vault.output.text.contains("shell comes after billing, board"))
  }

  @Test func nothingIsChanged() throws {
    #expect(vault.type("log", "--json") == 0)
    let before = vault.output.text
    #expect(vault.type("impact", "stripe") == 0)
    #expect(vault.type("log", "--json") == 0)
    #expect(vault.output.text == before)
  }

  @Test func unknownKeysAndWrongLinesAreRefused() {
    #expect(vault.type("impact", "strype") == 10)
    #expect(vault.error.text.contains("did you mean stripe?"))
    #expect(vault.type("impact") == 2)
    #expect(vault.type("impact", "stripe@1") == 2)
    #expect(vault.type("impact", "stripe", "--deep") == 2)
  }
}
