import Commands
import Testing

/// Commands about keys, on real vaults that open with a key file.
@Suite struct KeyCommandsTests {
  let home: Home
  let vault: Rehearsal

  init() throws {
    home = try Home()
    vault = Rehearsal()
    vault.variables = [
      "XDG_DATA_HOME": "\(home.path)/data", "XDG_STATE_HOME": "\(home.path)/state",
    ]
    vault.always = ["--key-file", "\(home.path)/key"]
    #expect(vault.run("init", "--no-recovery") == 0)
  }

  func store(_ name: String, _ value: String, _ options: String...) -> Int32 {
    vault.input = Array(value.utf8)
    return vault.run(["set", name, "--stdin"] + options)
  }

  @Test func refusesASecondVaultInTheSamePlace() {
    #expect(vault.run("init", "--no-recovery") == 23)
    #expect(vault.error.text.contains("--vault PATH"))
  }

  @Test func saysThatThereIsNoVaultBeforeAskingForAPassphrase() {
    let other = Rehearsal()
    other.variables = ["KEYROLL_VAULT": "\(home.path)/none", "HOME": home.path]
    other.script = []
    #expect(other.run("list") == 6)
    #expect(other.shown.isEmpty)
  }

  @Test func tellsALockedVaultFromAWrongKeyFile() throws {
    let other = Rehearsal()
    other.variables = vault.variables
    #expect(other.run("list") == 4)
    #expect(other.run("list", "--key-file", "/proc/self/exe") == 26)
    #expect(other.run("list", "--key-file", "\(home.path)/missing") == 2)
    #expect(other.run("list", "--key-file", "/proc/version") == 5)
  }

  @Test func givesBackExactlyWhatWasStored() {
    let value = "a\u{0}b \u{1B}[0m\n\nend"
    #expect(store("odd/key", value) == 0)
    #expect(vault.run("get", "odd/key", "-n") == 0)
    #expect(vault.output.text == value)
    #expect(vault.run("get", "keyroll://odd/key@1#value") == 0)
    #expect(vault.output.text == value + "\n")
  }

  @Test func givesValuesAsJSONAndBytesAsBase64() {
    #expect(store("text", "q\"uote") == 0)
    #expect(vault.run("get", "text", "--json") == 0)
    #expect(
      vault.output.text
        == #"{"schema":"keyroll/v1","key":"text","field":"value","value":"q\"uote"}"# + "\n")
    vault.input = [0xff, 0x00]
    #expect(vault.run("set", "bytes", "--stdin") == 0)
    #expect(vault.run("get", "bytes", "--json") == 0)
    #expect(vault.output.text.contains(#""base64":"/wA=""#))
  }

  @Test func neverShowsTheValueElsewhere() {
    #expect(store("canary", "c4n4ry-v4lue", "--description", "d") == 0)
    #expect(!vault.error.text.contains("c4n4ry"))
    for line in [
      ["show", "canary"], ["history", "canary"], ["list"], ["find", "canary"], ["log"], ["status"],
      ["show", "canary", "--json"], ["config", "list"],
    ] {
      #expect(vault.run(line) == 0)
      #expect(!vault.output.text.contains("c4n4ry") && !vault.error.text.contains("c4n4ry"))
    }
  }

  @Test func keepsVersionsOfAKeyThatNobodyUses() {
    #expect(store("k", "one") == 0)
    #expect(store("k", "two") == 0)
    #expect(vault.run("get", "k", "-n") == 0)
    #expect(vault.output.text == "two")
    #expect(vault.run("get", "k@previous", "-n") == 0)
    #expect(vault.output.text == "one")
    #expect(vault.run("get", "k@3") == 10)
    #expect(vault.run("history", "k") == 0)
    #expect(vault.output.text.split(separator: "\n").count == 3)
  }

  @Test func wantsAFieldWhereThereAreSeveral() {
    vault.input = Array(#"{"a": "one", "b": "tw\u006f"}"#.utf8)
    #expect(vault.run("set", "pair", "--field", "a", "--field", "b", "--stdin-json") == 0)
    #expect(vault.run("get", "pair") == 2)
    #expect(vault.error.text.contains("a, b"))
    #expect(vault.run("get", "pair#b", "-n") == 0)
    #expect(vault.output.text == "two")
    #expect(store("pair", "x") == 2)
  }

  @Test(arguments: [
    (#"{"a": "1"}"#, Int32(2)), (#"{"a": "1", "b": "2", "c": "3"}"#, 2), (#"["a"]"#, 26),
    (#"{"a": 1, "b": "2"}"#, 26), ("{", 26), (#"{"a": "", "b": "2"}"#, 2),
  ])
  func refusesObjectsThatDoNotFit(_ text: String, _ status: Int32) {
    vault.input = Array(text.utf8)
    #expect(
      vault.run("set", "pair", "--field", "a", "--field", "b", "--stdin-json") == status)
    #expect(vault.run("show", "pair") == 10)
  }

  @Test func refusesAnEmptyValue() {
    #expect(store("k", "") == 2)
    #expect(vault.run("show", "k") == 10)
  }

  @Test func warnsOfALineEndAndDropsItWhenTold() {
    #expect(store("k", "v\n") == 0)
    #expect(vault.error.text.contains("--trim-newline"))
    #expect(vault.run("get", "k", "-n") == 0)
    #expect(vault.output.text == "v\n")
    #expect(store("k", "v\n", "--trim-newline") == 0)
    #expect(vault.run("get", "k", "-n") == 0)
    #expect(vault.output.text == "v")
  }

  @Test func generatesWhatEveryDialectCanHold() {
    #expect(vault.run("set", "k", "--generate") == 0)
    #expect(vault.run("get", "k", "-n") == 0)
    #expect(vault.output.bytes.count == 43)
    #expect(
      vault.output.text.allSatisfy {
        ($0.isASCII && ($0.isLetter || $0.isNumber)) || $0 == "_" || $0 == "-"
      })
    #expect(vault.run("set", "j", "--generate=12") == 0)
    #expect(vault.run("get", "j", "-n") == 0)
    #expect(vault.output.bytes.count == 12)
    #expect(vault.run("set", "i", "--generate=3") == 2)
  }

  @Test func editsMetadataAndNeverTheAge() {
    #expect(store("k", "v", "--tag", "a", "--tag", "b", "--max-age", "90d") == 0)
    #expect(vault.run("edit", "k") == 2)
    #expect(vault.run("edit", "k", "--owner", "ops", "--unset", "tag") == 0)
    #expect(vault.run("edit", "k", "--unset", "plan") == 2)
    #expect(vault.run("show", "k") == 0)
    #expect(vault.output.text.contains("ops") && !vault.output.text.contains("a, b"))
    #expect(vault.output.text.contains("90d"))
    #expect(vault.run("history", "k") == 0)
    #expect(vault.output.text.split(separator: "\n").count == 2)
  }

  @Test func renamesAndRemoves() {
    #expect(store("k", "v") == 0)
    #expect(store("other", "w") == 0)
    #expect(vault.run("mv", "k", "other") == 23)
    #expect(vault.run("mv", "k", "group/k") == 0)
    #expect(vault.run("rm", "group/k") == 2)
    #expect(vault.error.text.contains("-y"))
    #expect(vault.run("rm", "group/k", "--purge", "-y") == 0)
    #expect(vault.run("get", "group/k") == 10)
  }

  @Test func suggestsTheNameThatWasMeant() {
    #expect(store("stripe", "v") == 0)
    #expect(vault.run("get", "strpie") == 10)
    #expect(vault.error.text.contains("stripe"))
  }

  @Test func listsWithFiltersAndOrder() {
    #expect(store("b", "v", "--tag", "x") == 0)
    #expect(store("a", "v", "--owner", "me") == 0)
    #expect(vault.run("ls") == 0)
    let names = vault.output.text.split(separator: "\n").dropFirst().map { $0.prefix(1) }
    #expect(names == ["a", "b"])
    #expect(vault.run("list", "--tag", "x") == 0)
    #expect(vault.output.text.split(separator: "\n").count == 2)
    #expect(vault.run("list", "--tag", "none", "--json") == 0)
    #expect(vault.output.text == #"{"schema":"keyroll/v1","keys":[]}"# + "\n")
  }

  @Test func recordsReasons() {
    #expect(store("k", "v", "--reason", "ticket 7") == 0)
    #expect(vault.run("log", "k") == 0)
    #expect(vault.output.text.contains("ticket 7"))
    #expect(vault.run("log", "nothing") == 10)
  }

  @Test func keepsSettings() {
    #expect(vault.run("config", "set", "max-age", "90d") == 0)
    #expect(vault.run("config", "get", "max-age") == 0)
    #expect(vault.output.text == "90d\n")
    #expect(vault.run("config", "set", "max-age", "soon") == 2)
    #expect(vault.run("config", "get", "colour") == 2)
  }
}
