import Commands
import Testing

/// Passphrases, at the lowest cost that the format allows: one vault for all the questions.
@Suite(.serialized) struct UnlockTests {
  let home: Home
  let vault: Rehearsal
  static let passphrase = "xv7-Qm2.hq9_Lw4!zT8+bK3"

  init() throws {
    home = try Home()
    vault = Rehearsal()
    vault.variables = [
      "XDG_DATA_HOME": "\(home.path)/data", "XDG_STATE_HOME": "\(home.path)/state",
    ]
  }

  @Test func typedTwiceAndWithTheRecoveryCodeTypedBack() throws {
    vault.script = [Self.passphrase, Self.passphrase]
    vault.typesGroupBack = true
    #expect(vault.run("init") == 0)
    let code = try #require(vault.shown.first { $0.hasPrefix("keyroll1-") })
    #expect(!vault.output.text.contains(code) && !vault.error.text.contains(code))
    vault.typesGroupBack = false
    vault.script = ["wrong", Self.passphrase]
    #expect(vault.run("list") == 0)
    #expect(vault.shown.contains { $0.contains("2 attempts left") })
    vault.script = ["wrong", "wrong", "wrong"]
    #expect(vault.run("list") == 5)
    vault.script = nil
    vault.variables["KEYROLL_PASSPHRASE_FILE"] = try home.write("phrase", "\(Self.passphrase)\n")
    #expect(vault.run("list") == 0)
  }

  @Test func refusesWhatIsWeakOrMistyped() {
    vault.script = ["password"]
    #expect(vault.run("init", "--no-recovery") == 12)
    vault.script = [Self.passphrase, "\(Self.passphrase)x"]
    #expect(vault.run("init", "--no-recovery") == 2)
    vault.script = [""]
    #expect(vault.run("init", "--no-recovery") == 2)
    vault.script = nil
    #expect(vault.run("init", "--generate") == 2)
    #expect(vault.error.text.contains("--no-recovery"))
    #expect(vault.run("list") == 6)
  }

  @Test func givesAGeneratedPassphraseOnceAsData() throws {
    #expect(vault.run("init", "--generate", "--no-recovery") == 0)
    let phrase = vault.output.text
    #expect(phrase.split(separator: "-").count == 7)
    let path = try home.write("phrase", phrase)
    #expect(vault.run("list", "--passphrase-file", path) == 0)
    #expect(vault.run("list", "--passphrase-file", try home.write("empty", "\n")) == 2)
  }
}
