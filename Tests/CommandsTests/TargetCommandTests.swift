import Foundation
import Platform
import Testing

/// The commands of targets, through the lines that people type.
@Suite struct TargetCommandTests {
  private let vault: RollVault

  init() throws {
    vault = try RollVault()
    try vault.store("stripe", "sk-first")
  }

  private func add(_ tool: String, _ options: String...) throws {
    guard
      vault.type(["tool", "add", tool] + options) == 0,
      vault.type("connect", tool, "stripe") == 0
    else { throw RollVault.Failure(text: vault.error.text) }
  }

  private func level(of tool: String) throws -> String? {
    #expect(vault.type("where", "stripe", "--json") == 0)
    let lines = try vault.json()["connections"] as? [[String: Any]] ?? []
    return lines.first { $0["tool"] as? String == tool }?["level"] as? String
  }

  @Test func whatWasWrittenIsLoadedAndProved() throws {
    let reload = try vault.script(
      "reload", "env >>'\(vault.path("seen"))'; cat '\(vault.path("b.env"))' >/dev/null")
    let verify = try vault.script("verify", "grep -q sk-first '\(vault.path("b.env"))'")
    try add(
      "billing", "--env-file", vault.path("b.env"), "--reload", "\(reload) now", "--verify",
      verify)
    #expect(vault.error.text.isEmpty || !vault.error.text.contains("warning"))
    #expect(vault.type("emit") == 0)
    #expect(vault.error.text.contains("reloaded billing"))
    #expect(vault.error.text.contains("verified billing"))
    #expect(try level(of: "billing") == "verified")
    let seen = try #require(vault.file("seen"))
    #expect(seen.contains("KEYROLL_TOOL=billing\n"))
    #expect(seen.contains("KEYROLL_STEP=reload\n"))
    #expect(seen.contains("KEYROLL_TARGET=\(vault.path("b.env"))\n"))
    #expect(seen.contains("KEYROLL_KEYS=stripe\n"))
    #expect(!seen.contains("sk-first"))
  }

  @Test func whatIsDoneIsNotDoneAgainUntilItChanges() throws {
    let reload = try vault.script("reload", "echo x >>'\(vault.path("count"))'")
    try add("billing", "--env-file", vault.path("b.env"), "--reload", reload)
    for _ in 0..<3 { #expect(vault.type("emit") == 0) }
    #expect(vault.file("count") == "x\n")
    try vault.write("b.env", "STRIPE='mistake'\n")
    #expect(vault.type("emit", "billing") == 0)
    #expect(vault.file("count") == "x\nx\n")
    #expect(try level(of: "billing") == "applied")
  }

  @Test func verdictOfAVerifyCommandIsTheStatus() throws {
    let verify = try vault.script("verify", "cat '\(vault.path("b.env"))' >&2; exit 3")
    try add("billing", "--env-file", vault.path("b.env"), "--verify", verify)
    #expect(vault.type("emit") == 22)
    #expect(vault.error.text.contains("it ended with status 3"))
    #expect(vault.error.text.contains("STRIPE='***'"))
    #expect(!vault.error.text.contains("sk-first"))
    #expect(try level(of: "billing") == "failed")
    #expect(vault.type("emit", "--json") == 22)
    let target = try #require((try vault.json()["targets"] as? [[String: Any]])?.first)
    #expect(target["verify"] as? String == "exit-3")
    #expect(target["code"] as? String == "verify-said-no")
    try vault.script("verify", "exit 0")
    #expect(vault.type("emit") == 0)
    #expect(try level(of: "billing") == "verified")
  }

  @Test func failedReloadKeepsVerifyFromRunning() throws {
    let reload = try vault.script("reload", "kill -9 $$")
    let verify = try vault.script("verify", "touch '\(vault.path("verified"))'")
    try add(
      "billing", "--env-file", vault.path("b.env"), "--reload", reload, "--verify", verify)
    try add("cron", "--env-file", vault.path("c.env"))
    #expect(vault.type("emit") == 22)
    #expect(vault.error.text.contains("signal 9"))
    #expect(vault.file("verified") == nil)
    #expect(vault.file("c.env") != nil)
    try vault.script("reload", "exit 0")
    #expect(vault.type("emit") == 0)
    #expect(vault.file("verified") != nil)
  }

  @Test func commandTakesTheValuesOnItsInput() throws {
    let take = try vault.script("take", "cat >'\(vault.path("taken"))'; echo $KEYROLL_STEP")
    try add("app", "--command", take)
    #expect(vault.type("emit") == 0)
    #expect(vault.file("taken") == "{\n  \"STRIPE\": \"sk-first\"\n}\n")
    #expect(try level(of: "app") == "emitted")
    try vault.write("taken", "")
    #expect(vault.type("emit") == 0)
    #expect(vault.file("taken")?.isEmpty == true)
    #expect(vault.type("emit", "app") == 0)
    #expect(vault.file("taken")?.contains("sk-first") == true)
    #expect(vault.type("target", "edit", "app", "--dialect", "sh") == 0)
    #expect(vault.type("emit") == 0)
    #expect(vault.file("taken")?.hasSuffix("STRIPE='sk-first'\n") == true)
  }

  @Test func failedCommandLeavesTheToolBehind() throws {
    let take = try vault.script("take", "cat >&2; exit 9")
    try add("app", "--command", take)
    #expect(vault.type("emit") == 22)
    #expect(vault.error.text.contains("\"STRIPE\": \"***\""))
    #expect(!vault.error.text.contains("sk-first"))
    #expect(try level(of: "app") == "failed")
  }

  @Test func nothingRunsThatWasNotApprovedHere() throws {
    let reload = try vault.script("reload", "touch '\(vault.path("ran"))'")
    try add("billing", "--env-file", vault.path("b.env"), "--reload", reload)
    try forgetApprovals()
    #expect(vault.type("emit") == 12)
    #expect(vault.error.text.contains("keyroll target approve billing"))
    #expect(vault.file("b.env") == nil)
    #expect(vault.file("ran") == nil)
    #expect(vault.type("target", "approve", "billing", "--no-input") == 2)
    #expect(vault.error.text.contains(reload))
    #expect(vault.type("emit") == 12)
    #expect(vault.type("target", "approve", "billing", "-y") == 0)
    #expect(vault.error.text.contains(reload))
    #expect(vault.type("target", "approve", "billing") == 0)
    #expect(vault.error.text.contains("nothing to approve"))
    #expect(vault.type("emit") == 0)
    #expect(vault.file("ran") != nil)
  }

  private func forgetApprovals() throws {
    let state = vault.path("state/keyroll")
    for name in try FileManager.default.contentsOfDirectory(atPath: state) {
      try? FileManager.default.removeItem(atPath: "\(state)/\(name)/approved-commands")
    }
  }

  private func approvals() throws -> String {
    let state = vault.path("state/keyroll")
    let lists = try FileManager.default.contentsOfDirectory(atPath: state)
      .map { "\(state)/\($0)/approved-commands" }
    return try lists.filter(FileSystem.exists)
      .map { try String(contentsOfFile: $0, encoding: .utf8) }.joined()
  }

  @Test func whatIsTakenAwayIsNoLongerApproved() throws {
    let run = try vault.script("run", "exit 0")
    try add("billing", "--env-file", vault.path("b.env"), "--reload", run, "--verify", run)
    #expect(try approvals().split(separator: "\n").count == 2)
    #expect(vault.type("target", "edit", "billing", "--no-reload", "--timeout", "9s") == 0)
    #expect(try approvals().contains(" verify [") && !approvals().contains(" reload ["))
    try add("app", "--command", run)
    #expect(vault.type("target", "rm", "app") == 0)
    #expect(try !approvals().contains(" deliver ["))
    #expect(vault.type("tool", "rm", "billing", "--force", "-y") == 0)
    #expect(try approvals().isEmpty)
  }

  @Test func typingApprovesNothingElseOfThePlace() throws {
    let run = try vault.script("run", "exit 0")
    try add("billing", "--env-file", vault.path("b.env"), "--reload", run)
    try forgetApprovals()
    #expect(vault.type("target", "edit", "billing", "--verify", run) == 0)
    #expect(try approvals().contains(" verify [") && !approvals().contains(" reload ["))
    #expect(vault.type("emit") == 12)
  }

  @Test func programThatOthersCanChangeDoesNotRun() throws {
    let reload = try vault.script("reload", "touch '\(vault.path("ran"))'")
    try add("billing", "--env-file", vault.path("b.env"), "--reload", reload)
    try FileManager.default.setAttributes([.posixPermissions: 0o722], ofItemAtPath: reload)
    #expect(vault.type("emit") == 12)
    #expect(vault.error.text.contains("chmod go-w \(reload)"))
    #expect(vault.file("ran") == nil)
    #expect(vault.file("b.env") == nil)
    #expect(vault.type("target", "edit", "billing", "--verify", reload) == 12)
  }

  @Test func programThatIsGoneHoldsItsToolBack() throws {
    let reload = try vault.script("reload", "exit 0")
    try add("billing", "--env-file", vault.path("b.env"), "--reload", reload)
    try FileManager.default.removeItem(atPath: reload)
    #expect(vault.type("emit") == 12)
    #expect(vault.error.text.contains("there is no program"))
    #expect(vault.file("b.env") == nil)
  }

  @Test func wordsAreShownAsTheyWereUnderstood() throws {
    let run = try vault.script("run", "exit 0")
    let line = "\(run) 'two words' \"a\\\"b\" $HOME"
    #expect(vault.type("tool", "add", "billing", "--env-file", vault.path("b.env")) == 0)
    #expect(vault.type("target", "edit", "billing", "--reload", line, "--timeout", "90s") == 0)
    #expect(vault.error.text.contains("reload: \(run) 'two words' 'a\"b' '$HOME'"))
    #expect(vault.type("tool", "show", "billing") == 0)
    #expect(vault.output.text.contains("reload: \(run) 'two words' 'a\"b' '$HOME'"))
    #expect(vault.output.text.contains("timeout: 1m30s"))
    #expect(vault.type("target", "edit", "billing", "--reload", "\(run) && \(run)") == 0)
    #expect(vault.error.text.contains("--shell"))
    #expect(
      vault.type("target", "edit", "billing", "--reload", "a && b | c", "--shell") == 0)
    #expect(vault.error.text.contains("reload: /bin/sh -c 'a && b | c'"))
  }

  @Test func linesThatAreNoCommandsAreRefused() throws {
    #expect(vault.type("tool", "add", "billing", "--env-file", vault.path("b.env")) == 0)
    #expect(vault.type("target", "edit", "billing", "--reload", "sh 'open") == 2)
    #expect(vault.type("target", "edit", "billing", "--reload", "no-such-program-here") == 12)
    #expect(vault.type("target", "edit", "billing", "--timeout", "2h") == 2)
    #expect(vault.type("target", "edit", "billing", "--command", "sh") == 2)
    #expect(vault.type("tool", "add", "other", "--reload", "sh") == 2)
    #expect(vault.type("tool", "add", "other", "--manual", "--reload", "sh") == 2)
  }

  @Test func commandsAreTakenAway() throws {
    try add(
      "billing", "--env-file", vault.path("b.env"), "--reload", "false", "--verify", "false")
    #expect(vault.type("target", "edit", "billing", "--no-reload", "--verify", "") == 0)
    #expect(vault.type("emit") == 0)
    #expect(vault.type("tool", "show", "billing") == 0)
    #expect(!vault.output.text.contains("reload"))
  }

  @Test func commandThatTakesTooLongIsEnded() throws {
    let reload = try vault.script("reload", "echo begun; sleep 60")
    try add(
      "billing", "--env-file", vault.path("b.env"), "--reload", reload, "--timeout", "1s")
    #expect(vault.type("emit") == 22)
    #expect(vault.error.text.contains("it took too long"))
    #expect(vault.error.text.contains("| begun"))
  }

  @Test func commandsRunSideBySide() throws {
    let reload = try vault.script("reload", "sleep 1")
    for number in 0..<4 {
      try add("tool\(number)", "--env-file", vault.path("\(number).env"), "--reload", reload)
    }
    let start = ContinuousClock.now
    #expect(vault.type("emit", "--jobs", "4") == 0)
    #expect(ContinuousClock.now - start < .milliseconds(3500))
    #expect(vault.type("emit", "--jobs", "0") == 2)
  }

  @Test func canaryGoesFirstAndTheOthersFollowInTheSameRun() throws {
    let note = try vault.script("note", "echo $KEYROLL_TOOL >>'\(vault.path("order"))'")
    try add("billing", "--env-file", vault.path("b.env"), "--reload", note)
    try add("zebra", "--env-file", vault.path("z.env"), "--verify", note)
    #expect(vault.type("emit") == 0)
    try vault.write("order", "")
    #expect(
      vault.type("rotate", "stripe", "--canary", "zebra", "--stdin", input: "sk-second") == 0)
    #expect(vault.file("order") == "zebra\nbilling\n")
    #expect(vault.file("b.env")?.contains("sk-second") == true)
  }

  @Test func failedCanaryKeepsTheOthersAsTheyAre() throws {
    let verify = try vault.script("verify", "grep -q sk-first '\(vault.path("z.env"))'")
    try add("billing", "--env-file", vault.path("b.env"))
    try add("zebra", "--env-file", vault.path("z.env"), "--verify", verify)
    #expect(vault.type("emit") == 0)
    #expect(
      vault.type("rotate", "stripe", "--canary", "zebra", "--stdin", input: "sk-second") == 22)
    #expect(vault.file("b.env")?.contains("sk-first") == true)
    try vault.script("verify", "exit 0")
    #expect(vault.type("rotation", "resume", "stripe") == 0)
    #expect(vault.file("b.env")?.contains("sk-second") == true)
  }

  @Test func resumeDoesOnlyWhatIsMissing() throws {
    let reload = try vault.script("reload", "echo x >>'\(vault.path("count"))'")
    let verify = try vault.script("verify", "exit 1")
    try add(
      "billing", "--env-file", vault.path("b.env"), "--reload", reload, "--verify", verify)
    #expect(vault.type("rotate", "stripe", "--stdin", input: "sk-second") == 22)
    #expect(vault.type("rotation", "resume", "stripe") == 22)
    #expect(vault.file("count") == "x\n")
  }

  @Test func interruptedEmissionGoesOnLater() throws {
    let note = try vault.script("note", "echo $KEYROLL_OPERATION >>'\(vault.path("order"))'")
    for number in 0..<3 {
      try add("tool\(number)", "--env-file", vault.path("\(number).env"), "--reload", note)
    }
    vault.patience = 3
    #expect(vault.type("emit", "--jobs", "1") == 3)
    #expect(vault.error.text.contains("keyroll emit"))
    let first = vault.file("order") ?? ""
    #expect(first.split(separator: "\n").count < 3)
    vault.patience = nil
    #expect(vault.type("emit") == 0)
    let all = try #require(vault.file("order")).split(separator: "\n")
    #expect(all.count == 3 && Set(all).count == 3)
    #expect(try level(of: "tool2") == "applied")
  }

  /// Runs a command that notes its number, and does not hear how it ended.
  private func interrupt(_ add: (String) throws -> Void) throws -> String {
    let note = "echo $KEYROLL_OPERATION >>'\(vault.path("order"))'"
    try add(try vault.script("note", "\(note); sleep 60"))
    vault.alarm = vault.path("order")
    #expect(vault.type("emit") == 3)
    vault.alarm = nil
    return note
  }

  private func numbers() throws -> [Substring] {
    try #require(vault.file("order")).split(separator: "\n")
  }

  @Test func aCommandThatDoesNotStartAgainKeepsItsNumber() throws {
    for (tool, options) in [
      ("billing", ["--env-file", vault.path("b.env"), "--reload"]), ("app", ["--command"]),
    ] {
      try? FileManager.default.removeItem(atPath: vault.path("order"))
      let note = try interrupt { program in
        #expect(vault.type(["tool", "add", tool] + options + [program]) == 0)
        #expect(vault.type("connect", tool, "stripe") == 0)
      }
      try vault.write("note", "#!/no/such/shell\n")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o700], ofItemAtPath: vault.path("note"))
      #expect(vault.type("emit") == 22)
      #expect(vault.error.text.contains("could not be started"))
      try vault.script("note", note)
      #expect(vault.type("emit") == 0)
      #expect(try numbers().count == 2)
      #expect(Set(try numbers()).count == 1)
    }
  }

  @Test func aCommandThatIsHeldBackKeepsItsNumber() throws {
    #expect(vault.type("set", "stripe", "--stdin", input: "it's") == 0)
    let note = try interrupt { try add("app", "--command", $0) }
    try vault.script("note", note)
    #expect(vault.type("target", "add", "app", "--env-file", vault.path("a.env")) == 0)
    #expect(vault.type("emit") != 0)
    #expect(try numbers().count == 1)
    #expect(vault.type("target", "edit", "app", vault.path("a.env"), "--dialect", "sh") == 0)
    #expect(vault.type("emit") == 0)
    #expect(try numbers().count == 2)
    #expect(Set(try numbers()).count == 1)
  }

  @Test func oneToolsMisfortuneIsNotAnothers() throws {
    try add("aaa", "--env-file", vault.path("a.env"), "--reload", "false")
    try add("bbb", "--env-file", vault.path("b.env"), "--reload", "true")
    #expect(vault.type("emit") == 22)
    #expect(try level(of: "bbb") == "applied")
    #expect(try level(of: "aaa") == "failed")
  }

  @Test func hostileListOfApprovalsIsRefused() throws {
    try add("billing", "--env-file", vault.path("b.env"), "--reload", "true")
    let state = vault.path("state/keyroll")
    let names = try FileManager.default.contentsOfDirectory(atPath: state)
    let list = try #require(
      names.map { "\(state)/\($0)/approved-commands" }.first(where: FileSystem.exists))
    let text = try String(contentsOfFile: list, encoding: .utf8)
    try (text + "garbage\n").write(toFile: list, atomically: false, encoding: .utf8)
    #expect(vault.type("emit") == 12)
    #expect(vault.error.text.contains("line 2 of \(list)"))
    #expect(vault.file("b.env") == nil)
  }

  @Test func nothingIsWrittenFromWithinACommand() throws {
    let path = vault.path("state/keyroll")
    let turn = try OwnedFile.open(path, .read)
    #expect(try turn.lock(exclusive: true, wait: true))
    vault.variables = ["KEYROLL_OPERATION": "00"]
    #expect(vault.type("emit") == 23)
    #expect(vault.error.text.contains("command of a target"))
    try turn.unlock()
    #expect(vault.type("emit") == 0)
  }

  @Test func dryRunShowsWhatACommandWouldGet() throws {
    try add("app", "--command", "true")
    #expect(vault.type("emit", "--dry-run") == 0)
    #expect(vault.output.text.contains("STRIPE"))
    #expect(vault.type("emit") == 0)
    #expect(vault.type("emit", "--dry-run", "--json") == 0)
    let targets = try #require(try vault.json()["targets"] as? [[String: Any]])
    let changes = try #require(targets.first?["changes"] as? [[String: String]])
    #expect(changes == [["variable": "STRIPE", "change": "same"]])
  }
}
