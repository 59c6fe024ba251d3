import Testing

/// Canaries, order, grace, emergencies, many keys and the way back, as typed.
@Suite struct RotationOrderTests {
  private func vault(_ tools: String...) throws -> RollVault {
    let vault = try RollVault()
    try vault.store("stripe", "sk-first")
    for tool in tools { try vault.connect(tool, "\(tool).env", to: "stripe") }
    #expect(vault.type("emit") == 0)
    return vault
  }

  private func board(_ vault: RollVault) throws -> [String: [String: Any]] {
    #expect(vault.type("rotation", "show", "stripe", "--json") == 0)
    let rotation = try #require(try vault.json()["rotation"] as? [String: Any])
    let tools = try #require(rotation["tools"] as? [[String: Any]])
    return Dictionary(uniqueKeysWithValues: tools.map { ($0["tool"] as? String ?? "", $0) })
  }

  @Test func othersWaitForTheCanary() throws {
    let vault = try vault("billing", "web")
    let words = ["rotate", "stripe", "--stdin", "--canary", "billing"]
    #expect(vault.type(words, input: Array("sk-second".utf8)) == 0)
    #expect(vault.file("billing.env")?.contains("sk-second") == true)
    #expect(vault.file("web.env")?.contains("sk-first") == true)
    #expect(try board(vault)["web"]?["waits-for"] as? [String] == ["billing"])
    // Nothing else gets it past the canary.
    #expect(vault.type("emit") == 0)
    #expect(vault.file("web.env")?.contains("sk-first") == true)
    #expect(vault.type("revoke", "stripe") == 10)

    #expect(vault.type("ack", "billing", "stripe", "--level", "verified") == 0)
    #expect(vault.error.text.contains("keyroll rotation resume stripe"))
    #expect(vault.type("rotation", "resume", "stripe") == 0)
    #expect(vault.file("web.env")?.contains("sk-second") == true)
  }

  @Test func aToolComesAfterAGroup() throws {
    let vault = try vault("billing", "web")
    #expect(vault.type("tool", "edit", "billing", "--group", "core", "--require", "applied") == 0)
    #expect(vault.type("tool", "edit", "web", "--after", "core") == 0)
    #expect(vault.type("tool", "edit", "billing", "--after", "web") == 23)
    #expect(vault.type("tool", "edit", "web", "--after", "cor") == 10)
    #expect(vault.error.text.contains("core"))
    #expect(vault.type("rotate", "stripe", "--stdin", input: "sk-second") == 0)
    #expect(vault.file("web.env")?.contains("sk-first") == true)
    #expect(vault.type("ack", "billing", "stripe") == 0)
    #expect(vault.type("rotation", "resume") == 0)
    #expect(vault.file("web.env")?.contains("sk-second") == true)
    #expect(vault.type("tool", "show", "web") == 0)
    #expect(vault.output.text.contains("after: core"))
  }

  @Test func aGraceHoldsTheOldValue() throws {
    let vault = try vault("billing")
    let words = ["rotate", "stripe", "--stdin", "--grace", "1h"]
    #expect(vault.type(words, input: Array("sk-second".utf8)) == 0)
    #expect(vault.type("revoke", "stripe") == 20)
    #expect(vault.error.text.contains("kept until"))
    vault.now += 3_599_000
    #expect(vault.type("revoke", "stripe") == 20)
    vault.now += 2_000
    #expect(vault.type("revoke", "stripe") == 0)
    #expect(vault.error.text.contains("revoked stripe@1"))
  }

  @Test func aGraceGivesWayToAReason() throws {
    let vault = try vault("billing")
    let words = ["rotate", "stripe", "--stdin", "--grace", "1h"]
    #expect(vault.type(words, input: Array("sk-second".utf8)) == 0)
    #expect(vault.type("revoke", "stripe", "--force") == 2)
    #expect(vault.type("revoke", "stripe", "--force", "--reason", "sure") == 0)
  }

  @Test func anEmergencyTakesTheOpenRotationsPlace() throws {
    let vault = try vault("billing")
    #expect(vault.type("rotate", "stripe", "--stdin", input: "sk-second") == 0)
    #expect(vault.type("rotate", "stripe", "--stdin", input: "sk-third") == 23)
    #expect(vault.type("rotate", "stripe", "--stdin", "--emergency", input: "sk-third") == 0)
    #expect(vault.error.text.contains("[x] every tool has it"))
    #expect(vault.error.text.contains("[ ] end stripe@2 at its provider"))
    // What leaked does not come back by habit.
    #expect(vault.type("rollback", "stripe") == 2)
    #expect(vault.file("billing.env")?.contains("sk-third") == true)
    #expect(vault.type("rollback", "stripe", "-y") == 0)
    #expect(vault.file("billing.env")?.contains("sk-second") == true)
  }

  @Test func theWayBackIsANewVersion() throws {
    let vault = try vault("billing", "web")
    #expect(vault.type("rollback", "stripe") == 10)
    #expect(vault.type("rotate", "stripe", "--stdin", input: "sk-second") == 0)
    #expect(vault.type("rollback", "stripe") == 0)
    #expect(vault.file("web.env")?.contains("sk-first") == true)
    #expect(vault.type("history", "stripe") == 0)
    #expect(vault.output.text.contains("reissued"))
    #expect(vault.type("revoke", "stripe") == 0)
    #expect(vault.error.text.contains("revoked stripe@2"))
    #expect(vault.type("rollback", "stripe", "--to", "2") == 12)
  }

  @Test func givingUpBringsTheCurrentValueBack() throws {
    let vault = try vault("billing", "web")
    let words = ["rotate", "stripe", "--stdin", "--canary", "billing"]
    #expect(vault.type(words, input: Array("sk-second".utf8)) == 0)
    #expect(vault.type("rotation", "abort", "stripe") == 0)
    #expect(vault.file("billing.env")?.contains("sk-first") == true)
    #expect(vault.type("rotation", "list") == 0)
    #expect(vault.error.text.contains("no rotation is open"))
    #expect(vault.type("rotation", "abort", "stripe") == 23)
  }

  @Test func manyKeysAreGoneThroughAsOneObject() throws {
    let vault = try vault("billing")
    #expect(vault.type("edit", "stripe", "--tag", "q") == 0)
    #expect(vault.type("set", "mail", "--stdin", "--tag", "q", input: "m") == 0)
    #expect(vault.type("rotate", "--tag", "q", "--generate", "--json") == 0)
    let rotations = try #require(try vault.json()["rotations"] as? [[String: Any]])
    #expect(rotations.compactMap { $0["key"] as? String } == ["mail", "stripe"])
    #expect(vault.type("rotate", "--tag", "q", "--generate", "--json") == 23)
    let again = try #require(try vault.json()["rotations"] as? [[String: Any]])
    #expect((again.last?["error"] as? [String: Any])?["code"] as? String == "rotation-open")
    #expect(vault.type("rotate", "--tag", "none", "--generate") == 10)
    #expect(vault.type("rotate", "stripe", "--tag", "q", "--generate") == 2)
    #expect(vault.type("rotate", "--tag", "q", "--stdin", input: "x") == 2)
  }

  @Test func anotherKeyTakesTheOnesPlace() throws {
    let vault = try vault("billing", "web")
    try vault.store("stripe-3", "rk-first")
    #expect(vault.type("tool", "edit", "web", "--require", "applied") == 0)
    #expect(vault.type("replace", "stripe", "stripe-3") == 0)
    #expect(vault.file("web.env")?.contains("rk-first") == true)
    #expect(vault.type("rm", "stripe", "-y") == 20)
    #expect(vault.error.text.contains("keyroll ack web stripe-3"))
    #expect(vault.type("ack", "web", "stripe-3") == 0)
    #expect(vault.type("rm", "stripe", "-y") == 0)
    #expect(vault.type("replace", "stripe-3", "stripe-3") == 23)
  }

  @Test func aWaiverNeedsAReason() throws {
    let vault = try vault("billing")
    #expect(vault.type("tool", "edit", "billing", "--require", "verified") == 0)
    #expect(vault.type("rotate", "stripe", "--stdin", input: "sk-second") == 0)
    #expect(vault.type("revoke", "stripe") == 20)
    #expect(vault.type("waive", "billing", "stripe") == 2)
    #expect(vault.type("waive", "billing", "stripe", "--reason", "off") == 0)
    #expect(vault.type("revoke", "stripe") == 0)
  }

  @Test func aKeyMadeFromAnotherHoldsItsOldValue() throws {
    let vault = try vault("billing")
    let words = ["set", "url", "--stdin", "--made-from", "stripe"]
    #expect(vault.type(words, input: Array("https://sk-first@api".utf8)) == 0)
    #expect(vault.type("connect", "billing", "url") == 0)
    #expect(vault.type("emit") == 0)
    #expect(vault.type("edit", "stripe", "--made-from", "url") == 23)
    vault.now += 1000
    #expect(vault.type("rotate", "stripe", "--stdin", input: "sk-second") == 0)
    #expect(vault.error.text.contains("keyroll rotate url"))
    #expect(vault.type("revoke", "stripe") == 20)
    #expect(vault.error.text.contains("keyroll rotate url"))
    vault.now += 1000
    #expect(vault.type("rotate", "url", "--stdin", input: "https://sk-second@api") == 0)
    #expect(vault.type("revoke", "stripe") == 0)
  }
}
