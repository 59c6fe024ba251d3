import Foundation
import TestSupport
import Testing

@Suite struct ToolCommandsTests {
  @Test func toolWithFileIsShownAndListed() throws {
    let vault = try RollVault()
    #expect(
      vault.type(
        "tool", "add", "billing@prod", "--env-file", vault.path("b.env"), "--dialect", "sh",
        "--owner", "ana", "--require", "applied") == 0)
    #expect(vault.type("tool", "list") == 0)
    #expect(vault.output.text.contains("billing@prod"))
    #expect(vault.output.text.contains("sh \(vault.path("b.env"))"))
    #expect(vault.type("tool", "show", "billing", "--environment", "prod", "--json") == 0)
    let tool = try #require(try vault.json()["tool"] as? [String: Any])
    #expect(tool["name"] as? String == "billing@prod")
    let targets = try #require(tool["targets"] as? [[String: Any]])
    #expect(targets.map { $0["path"] as? String } == [vault.path("b.env")])
    let attributes = try #require(tool["attributes"] as? [String: [String]])
    #expect(attributes["owner"] == ["ana"] && attributes["require"] == ["applied"])
  }

  @Test func dotsInPathsAreResolved() throws {
    let vault = try RollVault()
    #expect(
      vault.type("tool", "add", "a", "--env-file", vault.path("./state/../a.env")) == 0)
    #expect(vault.type("tool", "show", "a") == 0)
    #expect(vault.output.text.contains(" \(vault.path("a.env"))\n"))
  }

  @Test func placesThatMustNotHoldValuesAreRefusedAtOnce() throws {
    let vault = try RollVault()
    #expect(vault.type("tool", "add", "a", "--env-file", vault.path(".bashrc")) == 12)
    #expect(vault.error.text.contains("hint: "))
    #expect(vault.type("tool", "list", "--json") == 0)
    #expect((try vault.json()["tools"] as? [Any])?.isEmpty == true)
  }

  @Test(.peer("git")) func fileThatGitCouldCommitIsRefusedWithTheLineToAdd() throws {
    let vault = try RollVault()
    let tree = vault.path("tree")
    _ = try runProgram("git", ["init", "-q", tree])
    #expect(vault.type("tool", "add", "a", "--env-file", "\(tree)/.env") == 12)
    #expect(vault.error.text.contains("/.gitignore: /.env"))
  }

  @Test func fileWithOtherVariablesIsToldOfAndLeftAlone() throws {
    let vault = try RollVault()
    try vault.write("a.env", "OTHER='x'\n")
    #expect(vault.type("tool", "add", "a", "--env-file", vault.path("a.env")) == 0)
    #expect(vault.error.text.contains("OTHER"))
    #expect(vault.file("a.env") == "OTHER='x'\n")
  }

  @Test func dialectNeedsAFile() throws {
    let vault = try RollVault()
    #expect(vault.type("tool", "add", "a", "--manual", "--dialect", "sh") == 2)
    #expect(vault.error.text.contains("--env-file"))
  }

  @Test func onePathHasOneTool() throws {
    let vault = try RollVault()
    #expect(vault.type("tool", "add", "a", "--env-file", vault.path("a.env")) == 0)
    #expect(vault.type("tool", "add", "b", "--env-file", vault.path("a.env")) == 23)
  }

  @Test func editChangesRemovesAndRenames() throws {
    let vault = try RollVault()
    #expect(vault.type("tool", "add", "a", "--manual", "--owner", "ana") == 0)
    #expect(vault.type("tool", "edit", "a") == 2)
    #expect(vault.type("tool", "edit", "a", "--owner", "", "--rename", "b@prod") == 0)
    #expect(vault.type("tool", "show", "b", "--json") == 0)
    let tool = try #require(try vault.json()["tool"] as? [String: Any])
    #expect(tool["name"] as? String == "b@prod")
    #expect((tool["attributes"] as? [String: Any])?.isEmpty == true)
    #expect(vault.type("tool", "show", "a") == 10)
  }

  @Test func userIsKeptByNumberAndShownWithItsName() throws {
    let vault = try RollVault()
    #expect(vault.type("tool", "add", "a", "--manual", "--user", "root") == 0)
    #expect(vault.error.text.contains("it runs as root (uid 0)"))
    #expect(vault.type("tool", "show", "a", "--json") == 0)
    let tool = try #require(try vault.json()["tool"] as? [String: Any])
    #expect((tool["attributes"] as? [String: [String]])?["user"] == ["0"])
    #expect(vault.type("tool", "edit", "a", "--user", "3999999999") == 0)
    #expect(vault.type("tool", "show", "a") == 0)
    #expect(vault.output.text.contains("runs as: uid 3999999999\n"))
    #expect(vault.type("tool", "edit", "a", "--user", "") == 0)
    #expect(vault.type("tool", "show", "a") == 0)
    #expect(!vault.output.text.contains("runs as"))
    #expect(vault.type("tool", "edit", "a", "--user", "no.such.user") == 2)
    #expect(vault.error.text.contains("no.such.user"))
    for number in ["4294967295", "99999999999"] {
      #expect(vault.type("tool", "edit", "a", "--user", number) == 2)
    }
  }

  @Test func likeCopiesConnections() throws {
    let vault = try RollVault()
    try vault.store("stripe")
    try vault.connect("a", "a.env", to: "stripe")
    #expect(vault.type("tool", "add", "b", "--manual", "--like", "a") == 0)
    #expect(vault.type("uses", "b") == 0)
    #expect(vault.output.text.contains("STRIPE"))
  }

  @Test func toolInUseIsRemovedWithForceOnly() throws {
    let vault = try RollVault()
    try vault.store("stripe")
    try vault.connect("a", "a.env", to: "stripe")
    #expect(vault.type("tool", "rm", "a") == 23)
    #expect(vault.type("tool", "rm", "a", "--force") == 2)
    #expect(vault.type("tool", "rm", "a", "--force", "-y") == 0)
    #expect(vault.type("tool", "show", "a") == 10)
  }

  @Test func targetIsChosenByPathWhereThereAreSeveral() throws {
    let vault = try RollVault()
    #expect(vault.type("tool", "add", "a", "--env-file", vault.path("a.env")) == 0)
    #expect(vault.type("target", "edit", "a", "--dialect", "json") == 0)
    #expect(vault.type("target", "add", "a", "--env-file", vault.path("b.env")) == 0)
    #expect(vault.type("target", "rm", "a") == 2)
    #expect(vault.error.text.contains(vault.path("b.env")))
    #expect(vault.type("target", "rm", "a", vault.path("c.env")) == 10)
    #expect(vault.type("target", "rm", "a", vault.path("b.env")) == 0)
    #expect(vault.type("tool", "show", "a") == 0)
    #expect(vault.output.text.contains("json \(vault.path("a.env"))"))
    #expect(!vault.output.text.contains("b.env"))
  }

  @Test func targetWithoutAPlaceIsUsage() throws {
    let vault = try RollVault()
    #expect(vault.type("tool", "add", "a") == 0)
    #expect(vault.type("target", "add", "a") == 2)
    #expect(vault.type("target", "rm", "a") == 10)
  }
}
