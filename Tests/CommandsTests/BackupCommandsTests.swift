import Foundation
import Testing

@Suite struct BackupCommandsTests {
  @Test func restoreBringsBackWhatTheBackupHeld() throws {
    let vault = try RollVault()
    try vault.store("stripe", "sk-first")
    #expect(vault.type("backup", vault.path("copy")) == 0)
    #expect(vault.type("backup", vault.path("copy")) == 23)
    #expect(vault.type("set", "stripe", "--stdin", input: "sk-second") == 0)
    #expect(vault.type("restore", vault.path("copy")) == 23)
    #expect(vault.error.text.contains("--replace"))
    #expect(vault.type("restore", vault.path("copy"), "--replace") == 2)
    #expect(vault.type("restore", vault.path("copy"), "--replace", "-y", "--json") == 0)
    let aside = try #require(try vault.json()["kept-aside"] as? String)
    #expect(vault.type("get", "stripe") == 16)
    #expect(vault.type("accept-rollback", "--reason", "wrong key was stored") == 0)
    #expect(vault.type("get", "stripe") == 0)
    #expect(vault.output.text == "sk-first\n")
    #expect(FileManager.default.fileExists(atPath: aside))
  }

  @Test func restoreElsewhereNeedsNoReplacing() throws {
    let vault = try RollVault()
    try vault.store("stripe", "sk-first")
    #expect(vault.type("backup", vault.path("copy")) == 0)
    #expect(vault.type(["restore", vault.path("copy")], vault: "second.keyroll") == 0)
    #expect(vault.type(["get", "stripe"], vault: "second.keyroll") == 0)
    #expect(vault.output.text == "sk-first\n")
  }

  @Test func restoreRefusesWhatDoesNotOpen() throws {
    let vault = try RollVault()
    #expect(vault.type("restore", vault.path("nothing"), "--replace", "-y") == 6)
    try vault.write("noise", String(repeating: "not a vault ", count: 2000))
    #expect(vault.type("restore", vault.path("noise"), "--replace", "-y") == 15)
    #expect(vault.type("list") == 0)
  }

  @Test func olderVaultIsAcceptedForAReasonOnly() throws {
    let vault = try RollVault()
    try vault.store("stripe", "sk-first")
    let file = URL(fileURLWithPath: vault.path("vault.keyroll"))
    let old = try Data(contentsOf: file)
    #expect(vault.type("set", "stripe", "--stdin", input: "sk-second") == 0)
    try old.write(to: file)
    #expect(vault.type("list") == 16)
    #expect(vault.type("accept-rollback", "-y") == 2)
    #expect(vault.error.text.contains("--reason"))
    vault.typed = ["n"]
    #expect(vault.type("accept-rollback", "-y", "--reason", "disk restored") == 3)
    vault.typed = nil
    #expect(vault.type("list") == 16)
    #expect(vault.type("accept-rollback", "--reason", "disk restored") == 0)
    #expect(vault.type("list") == 0)
    #expect(vault.type("log") == 0)
    #expect(vault.output.text.contains("disk restored"))
  }

  @Test func failedRestoreLeavesTheVaultInItsPlace() throws {
    let vault = try RollVault()
    try vault.store("stripe", "sk-first")
    #expect(vault.type("backup", vault.path("copy")) == 0)
    // The name that the old vault would be kept under is taken.
    let aside = vault.path("vault.keyroll.before-restore-1800000000000")
    try FileManager.default.createDirectory(atPath: aside, withIntermediateDirectories: false)
    #expect(vault.type("restore", vault.path("copy"), "--replace", "-y") != 0)
    #expect(vault.type("get", "stripe") == 0)
    try FileManager.default.removeItem(atPath: aside)
    #expect(vault.type("restore", vault.path("copy"), "--replace", "-y") == 0)
    let links = try FileManager.default.attributesOfItem(atPath: aside)[.referenceCount] as? Int
    #expect(links == 1)
  }
}
