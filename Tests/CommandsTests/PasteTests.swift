import Commands
import Testing

/// Values that look wrong, with and without somebody to ask.
@Suite struct PasteTests {
  let home: Home
  let vault: Rehearsal
  static let good = String(repeating: "a1", count: 16)
  static let set = ["set", "agent", "--provider", "liveagent-v3", "--param", "account=acme"]

  init() throws {
    home = try Home()
    vault = Rehearsal()
    vault.variables = [
      "XDG_DATA_HOME": "\(home.path)/data", "XDG_STATE_HOME": "\(home.path)/state",
    ]
    vault.always = ["--key-file", "\(home.path)/key"]
    #expect(vault.run("init", "--no-recovery") == 0)
  }

  func value() -> String? {
    vault.script = nil
    return vault.run("get", "agent", "-n") == 0 ? vault.output.text : nil
  }

  @Test func storesAGoodValueWithoutAQuestion() {
    vault.script = [Self.good]
    #expect(vault.run(Self.set) == 0)
    #expect(vault.shown.count == 1)
    #expect(vault.error.text.contains("1. "), "the console's steps come before the prompt")
    #expect(value() == Self.good)
  }

  @Test func storesFirstAndThenAsks() {
    // The person leaves at the question.
    vault.script = ["Bearer \(Self.good)"]
    #expect(vault.run(Self.set) == 3)
    #expect(vault.error.text.contains("is stored in agent"))
    #expect(value() == "Bearer \(Self.good)")
  }

  @Test func replacesAMistypedValue() {
    vault.script = ["Bearer \(Self.good)", "r", Self.good]
    #expect(vault.run(Self.set) == 0)
    #expect(value() == Self.good)
  }

  @Test func anEmptySecondTryLeavesTheStoredValueInQuestion() {
    vault.script = ["short", "r", "", "k"]
    #expect(vault.run(Self.set) == 0)
    #expect(value() == "short")
  }

  @Test func keepsAStrangeValueWhenTold() {
    vault.script = ["short", "k"]
    #expect(vault.run(Self.set) == 0)
    #expect(value() == "short")
    vault.script = ["shorter"]
    #expect(vault.run(Self.set + ["--as-is"]) == 0)
    #expect(value() == "shorter")
  }

  @Test func refusesBeforeStoringWhereNobodyCanBeAsked() {
    vault.input = Array("NAME=\(Self.good)".utf8)
    #expect(vault.run(Self.set + ["--stdin"]) == 2)
    #expect(vault.error.text.contains("--as-is"))
    #expect(!vault.error.text.contains(Self.good))
    #expect(value() == nil)
  }

  @Test func asksAboutALineEndFromAPipe() {
    vault.input = Array("\(Self.good)\n".utf8)
    vault.script = ["t"]
    #expect(vault.run(Self.set + ["--stdin"]) == 0)
    #expect(value() == Self.good)
  }

  @Test func namesTheOptionWhereAValueCannotBeAskedFor() {
    #expect(vault.run(Self.set) == 2)
    #expect(vault.error.text.contains("--stdin"))
    vault.script = [Self.good]
    #expect(vault.run(Self.set + ["--no-input"]) == 2)
  }

  @Test func refusesUnknownProvidersAndParameters() {
    #expect(vault.run("set", "k", "--provider", "liveagent-v4") == 2)
    #expect(vault.run(Self.set + ["--param", "colour=red", "--generate"]) == 2)
    #expect(vault.error.text.contains("account"))
  }

  @Test func namesMissingParametersBeforeAsking() {
    vault.script = [Self.good]
    #expect(vault.run("set", "agent", "--provider", "liveagent-v3") == 2)
    #expect(vault.error.text.contains("--param account=VALUE"))
    #expect(vault.shown.isEmpty)
  }
}
