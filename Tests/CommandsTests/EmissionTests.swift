import Foundation
import Platform
import Testing

@Suite struct EmissionTests {
  private func vault() throws -> RollVault {
    let vault = try RollVault()
    try vault.store("stripe", "sk-first")
    try vault.connect("billing", "billing.env", to: "stripe")
    return vault
  }

  @Test func fileIsWrittenForItsOwnerAlone() throws {
    let vault = try vault()
    #expect(vault.type("emit") == 0)
    #expect(vault.file("billing.env")?.hasSuffix("STRIPE='sk-first'\n") == true)
    let mode =
      try FileManager.default.attributesOfItem(
        atPath: vault.path("billing.env"))[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(vault.type("where", "stripe") == 0)
    #expect(vault.output.text.contains("emitted"))
  }

  @Test func secondEmissionChangesNothing() throws {
    let vault = try vault()
    #expect(vault.type("emit", "billing") == 0)
    #expect(vault.type("emit", "stripe", "--json") == 0)
    let targets = try #require(try vault.json()["targets"] as? [[String: Any]])
    #expect(targets.map { $0["result"] as? String } == ["unchanged"])
  }

  @Test func valuesNeverReachTheMessages() throws {
    let vault = try vault()
    #expect(vault.type("emit", "-v") == 0)
    #expect(!(vault.output.text + vault.error.text).contains("sk-first"))
    #expect(vault.type("emit", "--dry-run") == 0)
    #expect(!(vault.output.text + vault.error.text).contains("sk-first"))
  }

  @Test func dryRunNamesChangesAndWritesNothing() throws {
    let vault = try vault()
    #expect(vault.type("emit", "--dry-run", "--json") == 0)
    #expect(vault.file("billing.env") == nil)
    let targets = try #require(try vault.json()["targets"] as? [[String: Any]])
    let changes = try #require(targets.first?["changes"] as? [[String: String]])
    #expect(changes == [["variable": "STRIPE", "change": "added"]])
    #expect(vault.type("where", "stripe") == 0)
    #expect(vault.output.text.contains("pending"))
  }

  @Test func foreignVariablesAreNotLost() throws {
    let vault = try vault()
    try vault.write("billing.env", "OTHER='mine'\n")
    #expect(vault.type("emit") == 12)
    #expect(vault.error.text.contains("OTHER"))
    #expect(vault.file("billing.env") == "OTHER='mine'\n")
  }

  @Test func failureAsJSONHasItsCode() throws {
    let vault = try vault()
    try vault.write("billing.env", "OTHER='mine'\n")
    #expect(vault.type("emit", "--json") == 12)
    let targets = try #require(try vault.json()["targets"] as? [[String: Any]])
    #expect(targets.map { $0["code"] as? String } == ["foreign-content"])
    #expect(targets.map { $0["result"] as? String } == ["failed"])
    #expect(vault.type("emit", "--dry-run") == 12)
    #expect(vault.type("where", "stripe") == 0)
    #expect(vault.output.text.contains("pending"))
  }

  @Test func emissionIsRecordedInTheLog() throws {
    let vault = try vault()
    #expect(vault.type("emit", "--reason", "new machine") == 0)
    #expect(vault.type("log") == 0)
    #expect(vault.output.text.contains("Emitted"))
    #expect(vault.output.text.contains("new machine"))
  }

  @Test func variableOfAnEndedConnectionIsTakenOut() throws {
    let vault = try vault()
    try vault.store("other", "o-1")
    #expect(vault.type("connect", "billing", "other") == 0)
    #expect(vault.type("emit") == 0)
    #expect(vault.type("disconnect", "billing", "stripe") == 0)
    #expect(vault.type("emit") == 0)
    let text = try #require(vault.file("billing.env"))
    #expect(text.contains("OTHER='o-1'") && !text.contains("STRIPE"))
  }

  @Test func onePlaceRefusedHoldsItsToolBackAndNoOther() throws {
    let vault = try vault()
    #expect(vault.type("target", "add", "billing", "--env-file", vault.path("second.env")) == 0)
    try vault.connect("cron", "cron.env", to: "stripe")
    try vault.write("second.env", "OTHER='mine'\n")
    #expect(vault.type("emit") == 12)
    #expect(vault.file("billing.env") == nil)
    #expect(vault.file("cron.env")?.contains("sk-first") == true)
    #expect(vault.error.text.contains("left \(vault.path("billing.env")) as it was"))
  }

  @Test func valueOutsideTheDialectIsRefusedByName() throws {
    let vault = try RollVault()
    try vault.store("pem", "line one\nline two")
    try vault.connect("billing", "billing.env", to: "pem")
    #expect(vault.type("emit") == 24)
    #expect(vault.error.text.contains("PEM"))
    #expect(!vault.error.text.contains("line one"))
    #expect(vault.file("billing.env") == nil)
    #expect(vault.type("target", "edit", "billing", "--dialect", "json") == 0)
    #expect(vault.type("emit") == 0)
    #expect(vault.file("billing.env")?.contains(#""line one\nline two""#) == true)
  }

  @Test func toolsByHandAreListedWithTheNextStep() throws {
    let vault = try vault()
    #expect(vault.type("tool", "add", "board", "--manual") == 0)
    #expect(vault.type("connect", "board", "stripe") == 0)
    #expect(vault.type("emit", "stripe") == 0)
    #expect(vault.error.text.contains("pending: board"))
    #expect(vault.error.text.contains("keyroll ack board stripe"))
    #expect(vault.type("emit", "board") == 0)
    #expect(vault.error.text.contains("nothing to write on this machine: board"))
  }

  @Test func neitherKeyNorToolIsNotFound() throws {
    let vault = try vault()
    #expect(vault.type("emit", "biling") == 10)
    #expect(vault.error.text.contains("did you mean billing?"))
    #expect(vault.type("emit", "strype") == 10)
    #expect(vault.error.text.contains("stripe"))
  }

  @Test func directoryThatIsGoneIsNamed() throws {
    let vault = try vault()
    try FileManager.default.createDirectory(
      atPath: vault.path("gone"), withIntermediateDirectories: false,
      attributes: [.posixPermissions: 0o700])
    #expect(vault.type("tool", "add", "cron", "--env-file", vault.path("gone/c.env")) == 0)
    #expect(vault.type("connect", "cron", "stripe") == 0)
    try FileManager.default.removeItem(atPath: vault.path("gone"))
    #expect(vault.type("emit") != 0)
    #expect(vault.error.text.contains(vault.path("gone")))
    #expect(vault.file("billing.env")?.contains("sk-first") == true)
  }

  @Test func oneProcessWritesAtATime() throws {
    let vault = try vault()
    let path = vault.path("state/keyroll")
    let isHeld = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      if let turn = try? OwnedFile.open(path, .read) {
        _ = try? turn.lock(exclusive: true, wait: true)
        isHeld.signal()
        Thread.sleep(forTimeInterval: 0.5)
        try? turn.unlock()
      }
    }
    isHeld.wait()
    let start = ContinuousClock.now
    #expect(vault.type("emit") == 0)
    #expect(ContinuousClock.now - start > .milliseconds(400))
  }
}
