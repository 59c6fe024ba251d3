import Foundation
import Testing

/// Each passphrase costs the memory that it costs in use, hence one story for each suite.
@Suite(.serialized) struct FactorCommandsTests {
  private let phrase = "xv7-Qm2.hq9_Lw4!zT8+bK3"
  private let other = "dT5_wq8-Nz1.yR6!fJ2+mC9"

  @Test func slotsComeAndGo() throws {
    let vault = try RollVault()
    #expect(vault.type("slot", "add", "ana", "--new-key-file", vault.path("ana.key")) == 0)
    #expect(vault.type("slot", "add", "ana", "--new-key-file", vault.path("ana.key")) == 23)
    #expect(vault.type("slot", "list", "--json") == 0)
    let slots = try #require(try vault.json()["slots"] as? [[String: Any]])
    #expect(slots.compactMap { $0["name"] as? String }.sorted() == ["ana", "key-file"])
    #expect(slots.filter { $0["opened-this"] as? Bool == true }.count == 1)
    let withAna = ["list", "--key-file", vault.path("ana.key")]
    #expect(vault.type(withAna, keyFile: false) == 0)
    #expect(vault.type("slot", "remove", "ana") == 2)
    #expect(vault.type("slot", "remove", "nobody", "-y") == 10)
    #expect(vault.type("slot", "remove", "ana", "-y") == 0)
    #expect(vault.type(withAna, keyFile: false) == 5)
    #expect(vault.type("slot", "remove", "key-file", "-y") == 12)
    #expect(vault.error.text.contains("last way"))
  }

  @Test func passphraseIsAddedChangedAndRefusedWhereWeak() throws {
    let vault = try RollVault()
    try vault.write("one", phrase + "\n")
    try vault.write("two", other + "\n")
    try vault.write("weak", "password\n")
    #expect(vault.type("slot", "add", "me", "--new-passphrase-file", vault.path("weak")) == 12)
    #expect(vault.type("slot", "add", "me", "--new-passphrase-file", vault.path("one")) == 0)
    let one = ["list", "--passphrase-file", vault.path("one")]
    let two = ["list", "--passphrase-file", vault.path("two")]
    #expect(vault.type(one, keyFile: false) == 0)
    #expect(vault.type("passwd", "--new-passphrase-file", vault.path("two")) == 0)
    #expect(vault.error.text.contains("still open with"))
    #expect(vault.type(two, keyFile: false) == 0)
    #expect(vault.type(one, keyFile: false) == 5)
  }

  @Test func newPassphraseIsTypedTwice() throws {
    let vault = try RollVault()
    #expect(vault.type("slot", "add", "me") == 2)
    vault.typed = [phrase, other]
    #expect(vault.type("slot", "add", "me") == 2)
    vault.typed = [phrase, phrase]
    #expect(vault.type("slot", "add", "me") == 0)
  }

  @Test func recoveryCodeIsMadeTestedAndUsed() throws {
    let vault = try RollVault()
    #expect(vault.type("recovery", "new") == 2)
    vault.typed = ["GROUP"]
    #expect(vault.type("recovery", "new") == 0)
    let code = try #require(vault.asked.first { $0.hasPrefix("keyroll1-") })
    #expect(!(vault.output.text + vault.error.text).contains(code))
    vault.typed = ["keyroll1-none"]
    #expect(vault.type(["recovery", "test"], keyFile: false) == 26)
    vault.typed = [code.uppercased()]
    #expect(vault.type(["recovery", "test"], keyFile: false) == 0)
    vault.typed = nil
    #expect(vault.type("slot", "list", "--json") == 0)
    let slots = try #require(try vault.json()["slots"] as? [[String: Any]])
    #expect(slots.contains { $0["name"] as? String == "recovery" && $0["verified"] is String })
    try vault.write("code", code + "\n")
    try vault.write("one", phrase)
    #expect(vault.type("slot", "add", "me", "--new-passphrase-file", vault.path("one")) == 0)
    try vault.write("two", other)
    #expect(
      vault.type(
        [
          "recovery", "use", "--code-file", vault.path("code"), "--new-passphrase-file",
          vault.path("two"),
        ], keyFile: false) == 0)
    #expect(vault.type(["list", "--passphrase-file", vault.path("two")], keyFile: false) == 0)
  }

  @Test func recoveryNeedsAVault() throws {
    let vault = try RollVault()
    vault.typed = ["whatever"]
    #expect(vault.type(["recovery", "test"], keyFile: false, vault: "none.keyroll") == 6)
    #expect(vault.asked.isEmpty)
  }

  @Test func keyFileBesideAPassphraseOutlivesThePassphrase() throws {
    let vault = try RollVault()
    try vault.write("one", phrase)
    try vault.write("two", other)
    let both = [
      "--new-key-file", vault.path("ana.key"), "--new-passphrase-file", vault.path("one"),
    ]
    #expect(vault.type(["slot", "add", "ana"] + both) == 0)
    let one = ["--key-file", vault.path("ana.key"), "--passphrase-file", vault.path("one")]
    let change = ["passwd", "--new-passphrase-file", vault.path("two")]
    #expect(vault.type(change) == 2)
    #expect(vault.type(change + one, keyFile: false) == 0)
    #expect(vault.type(["list", "--passphrase-file", vault.path("two")], keyFile: false) == 5)
    vault.typed = [other]
    #expect(vault.type(["list", "--key-file", vault.path("ana.key")], keyFile: false) == 0)
  }
}
