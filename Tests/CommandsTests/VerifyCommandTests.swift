import Foundation
import Glibc
import TestSupport
import Testing

/// Other tests run processes at the same time: names and values are those of one test alone.
@Suite struct VerifyCommandTests {
  private let vault: RollVault
  private let key = "k" + String(UInt32.random(in: 0 ... .max), radix: 36)
  private var variable: String { key.uppercased() }
  private var first: String { "first-of-\(key)" }
  private var second: String { "second-of-\(key)" }

  init() throws {
    vault = try RollVault()
    try vault.store(key, "first-of-\(key)")
    try vault.connect("billing", "billing.env", to: key)
    #expect(vault.type("emit") == 0)
  }

  private func process(_ value: String, as name: String = "billing-worker") throws -> RunningProgram
  {
    try RunningProgram.waiting(
      as: name, in: vault.path(""), environment: [variable: value, "PATH": "/bin"])
  }

  private func rotate() {
    #expect(vault.type("rotate", key, "--stdin", input: second) == 0)
  }

  /// The states of the only file's variables, as `--json` tells them.
  private func states() throws -> [String] {
    let targets = try vault.json()["targets"] as? [[String: Any]] ?? []
    return targets.flatMap { $0["variables"] as? [[String: Any]] ?? [] }
      .compactMap { $0["state"] as? String }
  }

  private func level() throws -> String? {
    #expect(vault.type("where", key, "--no-processes", "--json") == 0)
    let lines = try vault.json()["connections"] as? [[String: Any]] ?? []
    return lines.first { $0["tool"] as? String == "billing" }?["level"] as? String
  }

  /// What verify says of a file, before and after it was mended as the hint says.
  private func expectDrift(
    _ sentence: String, _ state: String, mend: String = "keyroll emit billing"
  )
    throws
  {
    #expect(vault.type("verify", "--no-processes", "--json", "--dry-run") == 21)
    #expect(try states() == [state])
    #expect(vault.type("verify", "--no-processes") == 21)
    #expect(vault.output.text == "billing: \(sentence)\n")
    #expect(vault.error.text.contains("hint: \(mend)\n"))
    for value in [first, second] {
      #expect(!(vault.output.text + vault.error.text).contains(value))
    }
  }

  private func expectMended() throws {
    #expect(vault.type("emit", "billing") == 0)
    #expect(vault.type("verify", "--no-processes") == 0)
    #expect(vault.output.text.isEmpty)
    #expect(try level() == "emitted")
  }

  // MARK: Files

  @Test func whatIsAsItShouldBeIsNoDrift() throws {
    #expect(vault.type("verify") == 0)
    #expect(vault.output.text.isEmpty)
    #expect(vault.error.text.contains("looked at 1 file and "))
    #expect(vault.error.text.contains(": nothing differs"))
    #expect(vault.type("verify", "--json") == 0)
    #expect(try states() == ["current"])
    #expect(try vault.json()["drift"] as? Bool == false)
  }

  @Test func fileWithTheVersionBeforeKeepsThatFromBeingRevoked() throws {
    let before = try #require(vault.file("billing.env"))
    rotate()
    try vault.write("billing.env", before)
    try expectDrift(
      "\(vault.path("billing.env")) holds \(variable) with version 1 of \(key), not 2", "previous")
    #expect(try level() == "pending")
    #expect(vault.type("revoke", key) == 20)
    try expectMended()
    #expect(vault.type("revoke", key) == 0)
  }

  @Test func valueOfNobodyIsAnEditByHand() throws {
    try vault.write("billing.env", "\(variable)='theirs'\n")
    try expectDrift(
      "\(vault.path("billing.env")) was edited by hand: \(variable) is no version of \(key)",
      "edited")
    #expect(try level() == "pending")
    try expectMended()
  }

  @Test func missingFileAndMissingVariableAreTold() throws {
    try FileManager.default.removeItem(atPath: vault.path("billing.env"))
    try expectDrift("\(vault.path("billing.env")) is missing", "missing")
    try expectMended()
    try vault.write("billing.env", "")
    try expectDrift("\(vault.path("billing.env")) lacks \(variable) (\(key))", "missing")
    try expectMended()
  }

  @Test func fileThatIsOpenToEverybodyIsNotRead() throws {
    let path = vault.path("billing.env")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    try expectDrift(
      "\(path) cannot be read: everybody may read it", "unreadable",
      mend: "chmod o-rwx \(path), then: keyroll emit billing")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    try expectMended()
  }

  /// Whoever may not look learns nothing against the tool.
  @Test(.enabled(if: geteuid() == 0, "skipped: needs root"))
  func fileOfAnotherUserIsDriftThatIsNotRemembered() async {
    await #expect(processExitsWith: .success) {
      let vault = try RollVault()
      try vault.store("stripe")
      try vault.connect("billing", "billing.env", to: "stripe")
      #expect(vault.type("emit") == 0)
      let inside = try FileManager.default.subpathsOfDirectory(atPath: vault.path(""))
      for path in [""] + inside { unsafe chown(vault.path(path), 65_534, 65_534) }
      unsafe chown(vault.path("billing.env"), 65_533, 65_533)
      #expect(setgid(65_534) == 0 && setuid(65_534) == 0)
      #expect(vault.type("verify", "--no-processes") == 21)
      #expect(vault.output.text.contains("cannot be read: the file belongs to somebody else"))
      #expect(vault.error.text.contains("hint: as its owner: keyroll verify billing"))
      #expect(vault.type("where", "stripe", "--no-processes") == 0)
      #expect(vault.output.text.contains("emitted"))
    }
  }

  @Test func textOutsideEveryDialectIsAnEditByHand() throws {
    let path = vault.path("billing.env")
    try vault.write("billing.env", "\(variable)='x'\n# mine\n")
    try expectDrift(
      "\(path) was edited by hand: line 2 is in no dialect", "edited",
      mend: "move it out of the way, then: keyroll emit billing")
    try FileManager.default.removeItem(atPath: path)
    try expectMended()
  }

  @Test func variablesOfOthersAreMentioned() throws {
    let own = try #require(vault.file("billing.env"))
    try vault.write("billing.env", own + "THEIRS='x'\n")
    #expect(vault.type("verify", "--no-processes") == 0)
    #expect(vault.error.text.contains("stands for: THEIRS"))
  }

  @Test func aDryRunRemembersNothing() throws {
    try vault.write("billing.env", "\(variable)='theirs'\n")
    #expect(vault.type("verify", "--no-processes", "--dry-run") == 21)
    #expect(try level() == "emitted")
  }

  @Test func placesThatCannotBeLookedAtAreListed() throws {
    #expect(vault.type("tool", "add", "board", "--manual") == 0)
    #expect(vault.type("connect", "board", key) == 0)
    #expect(vault.type("verify", "--no-processes") == 0)
    #expect(vault.error.text.contains("not looked at: board, by hand"))
    #expect(vault.type("verify", "--no-processes", "--json") == 0)
    let unseen = try vault.json()["not-looked-at"] as? [[String: Any]]
    #expect(unseen?.map { $0["tool"] as? String } == ["board"])
  }

  // MARK: What is meant

  @Test func onlyWhatWasAskedForIsLookedAt() throws {
    let other = key + "b"
    try vault.store(other, "other-of-\(key)")
    try vault.connect("mailer", "mailer.env", to: other)
    #expect(vault.type("verify", "billing", "--no-processes") == 0)
    #expect(vault.type("verify", key, "--no-processes") == 0)
    #expect(vault.type("verify", other, "--no-processes") == 21)
    #expect(vault.type("verify", "mailer", "--no-processes") == 21)
    #expect(vault.output.text == "mailer: \(vault.path("mailer.env")) is missing\n")
    #expect(vault.type("verify", "--no-processes") == 21)
    #expect(vault.type("verify", "--no-files") == 0)
  }

  @Test func unknownNamesGetASuggestion() {
    #expect(vault.type("verify", "biling") == 10)
    #expect(vault.error.text.contains("did you mean billing?"))
    #expect(vault.type("verify", key + "x") == 10)
    #expect(vault.error.text.contains("did you mean \(key)?"))
    #expect(vault.type("verify", "billing", "--environment", "prod") == 10)
    #expect(vault.type("verify", "billing@prod") == 10)
  }

  @Test func theEnvironmentTellsToolsApart() throws {
    for environment in ["prod", "test"] {
      try vault.connect("web@\(environment)", "\(environment).env", to: key)
    }
    #expect(vault.type("emit", "web@prod") == 0)
    #expect(vault.type("verify", "web@prod", "--no-processes") == 0)
    #expect(vault.type("verify", "web", "--environment", "test", "--no-processes") == 21)
    #expect(vault.type("verify", "web") == 2)
  }

  @Test func wrongLinesAreRefused() {
    #expect(vault.type("verify", "--no-files", "--no-processes") == 2)
    #expect(vault.type("verify", "--dry-rum") == 2)
    #expect(vault.error.text.contains("--dry-run"))
    #expect(vault.type("verify", "billing", "mailer") == 2)
    #expect(vault.type("verify", "\(key)@1") == 2)
  }

  // MARK: Processes

  @Test func processWithAnOldVersionIsDrift() throws {
    let running = try process(first)
    rotate()
    #expect(vault.type("ack", "billing", key) == 0)
    #expect(try level() == "applied")
    #expect(vault.type("verify") == 21)
    #expect(
      vault.output.text
        == "process \(running.identifier) (billing-worker) still runs with version 1 of \(key), "
        + "not 2 (billing)\n")
    #expect(vault.error.text.contains("hint: restart it, then: keyroll verify billing"))
    #expect(try level() == "emitted")
    running.end()
    #expect(vault.type("verify") == 0)
  }

  @Test func processWithTheRightVersionVerifiesItsTool() throws {
    let running = try process(first)
    #expect(vault.type("verify", key) == 0)
    #expect(try level() == "verified")
    #expect(vault.type("where", key) == 0)
    #expect(vault.output.text.contains("\(running.identifier)"))
    #expect(vault.output.text.contains("billing-worker"))
  }

  @Test func oneOldProcessAmongNewOnesIsEnough() throws {
    let old = try process(first)
    rotate()
    let new = try process(second, as: "billing-web")
    #expect(vault.type("verify", "--json") == 21)
    let processes = try vault.json()["processes"] as? [[String: Any]] ?? []
    let states = Dictionary(
      uniqueKeysWithValues: processes.map { ($0["process"] as? Int, $0["state"] as? String) })
    #expect(states == [Int(old.identifier): "outdated", Int(new.identifier): "current"])
    #expect(try level() == "emitted")
  }

  @Test func aRevokedVersionIsNamedAsSuch() throws {
    let running = try process(first)
    rotate()
    #expect(vault.type("revoke", key) == 0)
    #expect(vault.type("verify", "--no-files") == 21)
    #expect(vault.output.text.contains("still runs with version 1 (revoked) of \(key)"))
    running.end()
  }

  @Test func processThatMayBelongToSeveralToolsProvesNothing() throws {
    try vault.connect("mailer", "mailer.env", to: key)
    #expect(vault.type("emit") == 0)
    let running = try process(first)
    #expect(vault.type("verify", "-v") == 0)
    #expect(vault.error.text.contains("(billing, mailer)"))
    #expect(try level() == "emitted")
    rotate()
    #expect(vault.type("verify") == 21)
    #expect(vault.output.text.contains("one of billing, mailer"))
    #expect(vault.error.text.contains("hint: restart it, then: keyroll verify \(key)"))

    #expect(vault.type("tool", "edit", "mailer", "--user", "65534") == 0)
    #expect(vault.type("verify") == 21)
    #expect(vault.output.text.contains("not 2 (billing)"))
    running.end()
  }

  @Test func aNameThatManyToolsHaveIsNotListedWhole() throws {
    for number in 1...6 {
      #expect(vault.type("tool", "add", "w\(number)") == 0)
      #expect(vault.type("connect", "w\(number)", key) == 0)
    }
    let running = try process(first)
    #expect(vault.type("verify", "-v") == 0)
    #expect(vault.error.text.contains("(billing, w1, w2 and 4 others)"))
    running.end()
  }

  @Test func processOfAnotherUserIsNotTheTools() throws {
    #expect(vault.type("tool", "edit", "billing", "--user", "65534") == 0)
    let running = try process(first)
    #expect(vault.type("verify", "--json") == 0)
    let process = (try vault.json()["processes"] as? [[String: Any]])?.first
    #expect(process?["tool"] is NSNull)
    #expect(try level() == "emitted")
    running.end()
  }

  @Test func otherNamesAndOtherValuesMeanNothing() throws {
    let other = try RunningProgram.waiting(
      as: "worker", in: vault.path(""),
      environment: [variable + "_OLD": first, variable: "nothing-of-ours"])
    #expect(vault.type("verify", "--json") == 0)
    #expect((try vault.json()["processes"] as? [Any])?.isEmpty == true)
    other.end()
  }

  @Test func processesThatCannotBeLookedIntoAreCounted() throws {
    let table = vault.path("proc/4")
    try FileManager.default.createDirectory(atPath: table, withIntermediateDirectories: true)
    let fields = "S 1 1 1 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 100 9 9"
    try vault.write("proc/4/stat", "4 (big) \(fields)\n")
    try vault.write("proc/4/status", "Uid:\t0\t0\t0\t0\n")
    try vault.write("proc/4/environ", String(repeating: "x", count: (2 << 20) + 1))
    vault.processes = vault.path("proc")
    #expect(vault.type("verify") == 0)
    #expect(vault.error.text.contains("1 process could not be looked into"))
    #expect(vault.type("verify", "--json") == 0)
    let looked = try vault.json()["looked"] as? [String: Int]
    #expect(looked == ["processes": 0, "denied": 0, "oversized": 1])
  }
}
