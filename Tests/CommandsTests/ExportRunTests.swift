import Commands
import Foundation
import Platform
import Testing

@Suite struct ExportRunTests {
  private func vault() throws -> RollVault {
    let vault = try RollVault()
    try vault.store("stripe", "sk-first")
    #expect(vault.type("tool", "add", "billing", "--manual") == 0)
    #expect(vault.type("connect", "billing", "stripe") == 0)
    return vault
  }

  @Test(arguments: [("dotenv", "STRIPE='sk-first'"), ("sh", "STRIPE='sk-first'")])
  func exportPrintsTheDialect(_ dialect: String, _ line: String) throws {
    let vault = try vault()
    #expect(vault.type("export", "billing", "--format", dialect) == 0)
    #expect(vault.output.text.hasSuffix(line + "\n"))
  }

  @Test func exportAsJSONIsOneObject() throws {
    let vault = try vault()
    #expect(vault.type("export", "billing", "--json") == 0)
    #expect(try vault.json()["variables"] as? [String: String] == ["STRIPE": "sk-first"])
    #expect(vault.type("export", "billing", "--format", "json") == 0)
    #expect(try vault.json() as? [String: String] == ["STRIPE": "sk-first"])
  }

  @Test func unrepresentableIsRefusedOrLeftOutByName() throws {
    let vault = try vault()
    try vault.store("pem", "one\ntwo")
    #expect(vault.type("connect", "billing", "pem") == 0)
    #expect(vault.type("export", "billing") == 24)
    #expect(vault.output.bytes.isEmpty)
    let reasons = vault.path("refused.json")
    #expect(
      vault.type("export", "billing", "--skip-unrepresentable", "--refused", reasons) == 0)
    #expect(vault.output.text.contains("STRIPE") && !vault.output.text.contains("PEM"))
    #expect(vault.error.text.contains("PEM"))
    #expect(vault.file("refused.json") == "{\"PEM\":\"newline\"}\n")
  }

  @Test func exportIntoAFileIsPrivateAndReplacesNothingForeign() throws {
    let vault = try vault()
    #expect(vault.type("export", "billing", "-o", vault.path("out.env")) == 0)
    #expect(vault.output.bytes.isEmpty)
    #expect(vault.file("out.env")?.contains("sk-first") == true)
    try vault.write("other.env", "A='1'\n")
    #expect(vault.type("export", "billing", "-o", vault.path("other.env")) == 12)
    #expect(vault.file("other.env") == "A='1'\n")
  }

  @Test func exportOfAllHoldsEveryVersion() throws {
    let vault = try vault()
    #expect(vault.type("rotate", "stripe", "--stdin", input: "sk-second") == 0)
    vault.type(["set", "raw", "--stdin"], input: [0xFF, 0x00, 0x41])
    #expect(vault.type("export", "--all") == 0)
    let keys = try #require(try vault.json()["keys"] as? [[String: Any]])
    let values = keys.map { $0["values"] as? [[String: Any]] ?? [] }
    let binary = try #require(values[0].first?["fields"] as? [String: [String: String]])
    #expect(binary == ["value": ["base64": "/wBB"]])
    #expect(
      values[1].map { ($0["fields"] as? [String: String])?["value"] } == ["sk-first", "sk-second"])
    #expect((try vault.json()["tools"] as? [Any])?.count == 1)
    #expect(vault.type("export") == 2)
    #expect(vault.type("export", "billing", "--all") == 2)
  }

  @Test func runPassesWordsAndVariables() throws {
    let vault = try vault()
    #expect(vault.type("run", "billing", "--clean-env", "--", "prog", "--help", "", "a b") == 0)
    let start = try #require(vault.started.first)
    #expect(start.words == ["prog", "--help", "", "a b"])
    #expect(start.names.last == "STRIPE")
    #expect(Set(start.names).isSubset(of: ["PATH", "HOME", "TERM", "STRIPE"]))
  }

  @Test func runAddsReferencesAndPicksVariables() throws {
    let vault = try vault()
    try vault.store("other")
    #expect(vault.type("connect", "billing", "other") == 0)
    #expect(
      vault.type(
        "exec", "billing", "--only", "OTHER", "--as", "X=stripe@1#value", "--clean-env", "--", "p")
        == 0)
    #expect(try #require(vault.started.first).names.suffix(2) == ["OTHER", "X"])
    #expect(vault.type("run", "--as", "X=stripe", "--", "p") == 0)
    #expect(vault.started.count == 2)
  }

  @Test func runSaysWhatItReplaces() throws {
    let vault = try vault()
    #expect(vault.type("run", "--as", "PATH=stripe", "--", "p") == 125)
    #expect(vault.error.text.contains("--allow-special") && vault.started.isEmpty)
    #expect(vault.type("run", "--as", "PATH=stripe", "--allow-special", "--", "p") == 0)
    #expect(vault.error.text.contains("replaced what was set: PATH"))
    #expect(try #require(vault.started.first).names.filter { $0 == "PATH" }.count == 1)
  }

  @Test func ownFailuresAreTold125() throws {
    let vault = try vault()
    #expect(vault.type("run", "nobody", "--", "p") == 125)
    #expect(vault.type("run", "--", "p") == 125)
    #expect(vault.type("run", "billing") == 125)
    #expect(vault.type("run", "billing", "--only", "NOTHING", "--", "p") == 125)
    #expect(vault.error.text.contains("no variable NOTHING"))
    #expect(vault.type("run", "billing", "--as", "1X=stripe", "--", "p") == 125)
    #expect(vault.type("run", "--as", "X=stripe", "--as", "X=stripe", "--", "p") == 125)
    vault.type(["set", "raw", "--stdin"], input: [0x41, 0x00])
    #expect(vault.type("run", "--as", "X=raw", "--", "p") == 125)
    #expect(vault.error.text.contains("NUL"))
    #expect(vault.started.isEmpty)
  }

  @Test func programThatCannotStartIsToldAsByAShell() throws {
    let vault = try vault()
    vault.launchFailure = SystemError(errno: 2, operation: "execve", path: "prog")
    #expect(vault.type("run", "billing", "--", "prog") == 127)
    vault.launchFailure = SystemError(errno: 13, operation: "execve", path: "prog")
    #expect(vault.type("run", "billing", "--", "prog") == 126)
    #expect(vault.error.text.contains("cannot start prog"))
  }
}
