import Commands
import Testing

@Suite struct ProgramTests {
  @Test func statusesAreThoseOfTheContract() {
    let documented: [Int32] = [
      0, 1, 2, 3, 4, 5, 6, 10, 11, 12, 14, 15, 16, 20, 21, 22, 23, 24, 25, 26, 27,
    ]
    #expect(Commands.ExitStatus.allCases.map(\.rawValue) == documented)
  }

  @Test func errorsGoToStandardErrorWithAHint() {
    let rehearsal = Rehearsal()
    #expect(rehearsal.run("verison") == 2)
    #expect(rehearsal.output.bytes.isEmpty)
    #expect(
      rehearsal.error.text
        == "keyroll: unknown command: verison\nhint: did you mean keyroll version?\n")
  }

  @Test func errorsAreJSONWhereAskedFor() {
    let rehearsal = Rehearsal()
    #expect(rehearsal.run("version", "--colour", "--json") == 2)
    #expect(rehearsal.output.bytes.isEmpty)
    #expect(
      rehearsal.error.text.hasPrefix(
        #"{"schema":"keyroll/v1","error":{"code":"unknown-option","message":"#))
  }

  @Test func habitsOfOtherToolsAreUnderstood() {
    let rehearsal = Rehearsal()
    #expect(rehearsal.run("completions", "bash") == 2)
    #expect(rehearsal.error.text.contains("keyroll completion"))
  }

  @Test func hostileWordsAreEscaped() {
    let rehearsal = Rehearsal()
    #expect(rehearsal.run("\u{1B}[2Jx") == 2)
    #expect(!rehearsal.error.bytes.contains(0x1B))
  }

  @Test func versionIsDataOnStandardOutput() {
    let rehearsal = Rehearsal()
    #expect(rehearsal.run("--version") == 0)
    #expect(rehearsal.output.text == "keyroll \(Program.version) (vault format 1)\n")
    #expect(rehearsal.run("version", "--json") == 0)
    #expect(
      rehearsal.output.text
        == "{\"schema\":\"keyroll/v1\",\"version\":\"\(Program.version)\",\"format\":1}\n")
  }

  @Test func colourOnlyOnATerminalThatWantsIt() {
    let rehearsal = Rehearsal()
    rehearsal.error.columns = 80
    #expect(rehearsal.run("nothing") == 2)
    #expect(rehearsal.error.bytes.contains(0x1B))
    rehearsal.variables["NO_COLOR"] = "1"
    #expect(rehearsal.run("nothing") == 2)
    #expect(!rehearsal.error.bytes.contains(0x1B))
  }

  @Test func aFullOutputIsAFailure() {
    let rehearsal = Rehearsal()
    rehearsal.output.isFull = true
    #expect(rehearsal.run("version") == 25)
    #expect(rehearsal.error.text.contains("standard output"))
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completionKnowsEveryVerb(_ shell: String) {
    let rehearsal = Rehearsal()
    #expect(rehearsal.run("completion", shell) == 0)
    for verb in CommandSet.keyroll.verbs { #expect(rehearsal.output.text.contains(verb)) }
    #expect(rehearsal.run("completion", "csh") == 2)
  }

  @Test func detailsAreSaidOnlyWhenAskedFor() throws {
    let home = try Home()
    let rehearsal = Rehearsal()
    rehearsal.variables = [
      "XDG_DATA_HOME": "\(home.path)/data", "XDG_STATE_HOME": "\(home.path)/state",
    ]
    rehearsal.always = ["--key-file", "\(home.path)/key"]
    #expect(rehearsal.run("init", "--no-recovery", "-q") == 0)
    #expect(rehearsal.error.bytes.isEmpty)
    #expect(rehearsal.run("list", "-q") == 0)
    #expect(rehearsal.error.bytes.isEmpty)
    #expect(rehearsal.run("list", "-v") == 0)
    #expect(rehearsal.error.text.contains("opening \(home.path)"))
  }
}
