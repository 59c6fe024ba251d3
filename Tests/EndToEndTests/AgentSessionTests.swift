import Foundation
import TestSupport
import Testing

/// One prompt a session: what an agent changes for whoever types commands, and when it ends.
@Suite struct AgentSessionTests {
  private let stage: AgentStage

  init() throws { stage = try AgentStage() }

  private func expect(
    _ command: String, status: Int32 = 0, says text: String = "",
    at place: SourceLocation = #_sourceLocation
  ) throws {
    let result = try stage.run(command)
    #expect(result.status == status, "\(result.output)", sourceLocation: place)
    #expect(text.isEmpty || result.output.contains(text), "\(result.output)", sourceLocation: place)
  }

  // MARK: - Unlocked

  @Test(.peer("python3")) func whoTypedThePassphraseOnceIsNotAskedAgain() throws {
    let making = try TerminalSession(stage.stage, ["keyroll", "init", "--no-recovery"])
    try making.answer("passphrase for the new vault: ", PromptTests.passphrase)
    try making.answer("the same again: ", PromptTests.passphrase)
    #expect(try making.end() == 0)
    let setting = try TerminalSession(stage.stage, ["keyroll", "set", "k"])
    try setting.answer("passphrase of ", PromptTests.passphrase)
    try setting.answer("value (not shown): ", "typed")
    #expect(try setting.end() == 0)
    #expect(setting.screen.contains("keyroll lock"))
    try expect("keyroll get k", says: "typed\n")
    try expect("keyroll lock", says: "locked ")
    try expect("keyroll get k", status: 4)
  }

  @Test(.peer("python3")) func aSettingKeepsCommandsFromStartingAgents() throws {
    let making = try TerminalSession(stage.stage, ["keyroll", "init", "--no-recovery"])
    try making.answer("passphrase for the new vault: ", PromptTests.passphrase)
    try making.answer("the same again: ", PromptTests.passphrase)
    #expect(try making.end() == 0)
    let setting = try TerminalSession(
      stage.stage, ["keyroll", "--no-agent", "config", "set", "start-agent", "never"])
    try setting.answer("passphrase of ", PromptTests.passphrase)
    #expect(try setting.end() == 0)
    let listing = try TerminalSession(stage.stage, ["keyroll", "list"])
    try listing.answer("passphrase of ", PromptTests.passphrase)
    #expect(try listing.end() == 0)
    try expect("keyroll agent status", status: 4)
  }

  @Test func everyCommandUsesTheAgent() throws {
    try stage.makeVault()
    try stage.unlock()
    try expect("keyroll get k", says: "value\n")
    try expect("printf other | keyroll set k --stdin", says: "k@2")
    try expect("keyroll tool add worker --env-file worker.env && keyroll connect worker k")
    try expect("keyroll emit", says: "worker.env")
    try expect("keyroll run worker -- printenv K", says: "other\n")
    try expect("printf third | keyroll rotate k --stdin")
    try expect("cat worker.env", says: "K='third'")
    try expect("keyroll export worker --format json", says: "\"third\"")
    try expect("keyroll backup copy && cmp copy .local/share/keyroll/vault.keyroll")
    // The state that the agent left is the same for who opens the vault without it.
    try expect("keyroll --no-agent get k --key-file kf", says: "third\n")
  }

  @Test func refusalsAreTheSameWithAnAgent() throws {
    try stage.makeVault()
    let lines = [
      "get nothing", "get k@7", "get k#x", "set k=v", "rm nothing", "emit nobody", "revoke k",
      "config set nonsense 1", "where nothing --json", "run nobody -- true", "tool add k --manual",
      "connect nobody k", "edit k", "rotate k --stdin </dev/null", "log nothing",
    ]
    let without = try lines.map { try stage.run("keyroll --no-agent --key-file kf \($0)") }
    try stage.unlock()
    for (line, expected) in zip(lines, without) {
      let result = try stage.run("keyroll \(line)")
      #expect(result.status != 0, "\(line)")
      #expect(result.status == expected.status, "\(line): \(result.output)")
      #expect(result.output == expected.output, "\(line)")
    }
  }

  @Test func withoutTheAgentMeansWithout() throws {
    try stage.makeVault()
    try stage.unlock()
    try expect("keyroll --no-agent get k", status: 4)
    try expect("KEYROLL_NO_AGENT=1 keyroll get k", status: 4)
    try expect("keyroll get k", says: "value\n")
  }

  @Test func changesOfOthersAreSeenAtOnce() throws {
    try stage.makeVault()
    try stage.unlock()
    try expect("keyroll get k", says: "value\n")
    try expect("printf other | keyroll set k --stdin --no-agent --key-file kf")
    try expect("keyroll get k", says: "other\n")
    try expect("printf third | keyroll set k --stdin")
    try expect("keyroll get k --no-agent --key-file kf", says: "third\n")
  }

  @Test func aVaultThatIsRewrittenStaysOpen() throws {
    try stage.makeVault()
    try expect("printf x | keyroll set gone --stdin --key-file kf")
    try stage.unlock()
    try expect("keyroll rm gone --purge -y")
    try expect("keyroll get k", says: "value\n")
    try expect("printf x | keyroll set back --stdin")
    try expect("keyroll rm back --purge -y --no-agent --key-file kf")
    try expect("keyroll get k", says: "value\n")
  }

  // MARK: - Ended

  @Test func lockEndsIt() throws {
    try stage.makeVault()
    try stage.unlock()
    let process = try stage.agent()
    try expect("keyroll lock", says: "locked ")
    #expect(stage.awaitEnd(of: process, seconds: 2))
    try expect("keyroll get k", status: 4, says: "passphrase")
    try expect("keyroll lock", says: "locked already")
    try expect("keyroll agent status", status: 4)
    #expect(try stage.run("ls run/keyroll").output.isEmpty)
  }

  @Test func disuseEndsIt() throws {
    try stage.makeVault()
    try stage.unlock("--ttl 2s")
    let process = try stage.agent()
    for _ in 0..<4 {
      usleep(700_000)
      try expect("keyroll get k", says: "value\n")
    }
    #expect(stage.isAlive(process))
    #expect(stage.awaitEnd(of: process, seconds: 6))
    try expect("keyroll get k", status: 4)
  }

  @Test func ageEndsItInSpiteOfUse() throws {
    try stage.makeVault()
    try stage.unlock("--ttl 1h --max 2s")
    let process = try stage.agent()
    var status: Int32 = 0
    for _ in 0..<40 where status == 0 {
      status = try stage.run("keyroll get k").status
      usleep(100_000)
    }
    #expect(status == 4)
    #expect(stage.awaitEnd(of: process, seconds: 2))
  }

  @Test(arguments: ["TERM", "HUP", "INT"]) func aSignalEndsIt(_ name: String) throws {
    try stage.makeVault()
    try stage.unlock()
    let process = try stage.agent()
    try expect("kill -\(name) \(process)")
    #expect(stage.awaitEnd(of: process, seconds: 3))
    #expect(try stage.run("ls run/keyroll").output.isEmpty)
    try expect("keyroll get k", status: 4)
  }

  @Test func whatAKilledOneLeftIsNoHindrance() throws {
    try stage.makeVault()
    try stage.unlock()
    let process = try stage.agent()
    try expect("kill -KILL \(process)")
    #expect(stage.awaitEnd(of: process, seconds: 3))
    #expect(try !stage.run("ls run/keyroll").output.isEmpty)
    try expect("keyroll get k", status: 4)
    try stage.unlock()
    try expect("keyroll get k", says: "value\n")
  }

  @Test func aNewPassphraseEndsIt() throws {
    try expect("printf 'gorge lantern copper violin meadow' > old")
    try expect("printf 'tundra oboe saffron quartz lagoon' > new")
    try expect("keyroll init --passphrase-file old --no-recovery -q -y")
    try expect("printf value | keyroll set k --stdin --passphrase-file old -q")
    try expect("keyroll unlock --passphrase-file old")
    let process = try stage.agent()
    try expect("keyroll passwd --new-passphrase-file new", status: 4)
    try expect("keyroll passwd --passphrase-file old --new-passphrase-file new")
    try expect("keyroll get k", status: 4)
    #expect(stage.awaitEnd(of: process, seconds: 2))
    try expect("keyroll unlock --passphrase-file new -q && keyroll get k", says: "value\n")
  }

  // MARK: - One, and in a safe place

  @Test func twoForOneVaultAreImpossible() throws {
    try stage.makeVault()
    try stage.unlock()
    let process = try stage.agent()
    try expect("keyroll agent run --key-file kf", status: 23, says: "\(process)")
    try expect("mkdir -m 700 other")
    let elsewhere = "XDG_RUNTIME_DIR=$PWD/other keyroll"
    try expect("\(elsewhere) agent run --key-file kf", status: 23)
    try expect("ln -s .local/share/keyroll/vault.keyroll alias")
    try expect("keyroll --vault alias get k", says: "value\n")
    try expect("keyroll unlock", says: "already")
    #expect(try stage.agent() == process)
  }

  @Test func otherLimitsNeedWhatOpensTheVault() throws {
    try stage.makeVault()
    try stage.unlock()
    let process = try stage.agent()
    try expect("keyroll unlock --ttl 1h", status: 4)
    #expect(try stage.agent() == process)
    try expect("keyroll unlock --ttl 1h --key-file kf")
    #expect(try stage.agent() != process)
  }

  @Test func itsPlaceIsItsUsersAlone() throws {
    try stage.makeVault()
    try stage.unlock()
    try expect("stat -c %a run/keyroll", says: "700")
    try expect("stat -c %a run/keyroll/*", says: "600")
    try expect("umask 0 && keyroll lock && keyroll unlock --key-file kf -q")
    try expect("stat -c %a run/keyroll/*", says: "600")
    try expect("keyroll lock && chmod 777 run/keyroll")
    try expect("keyroll unlock --key-file kf", status: 12, says: "ls -ld")
    try expect("keyroll get k --key-file kf", says: "value\n")
    try expect("rmdir run/keyroll && mkdir -m 700 aside && ln -s ../aside run/keyroll")
    try expect("keyroll unlock --key-file kf", status: 12, says: "link")
  }

  @Test func aPathTooLongForASocketIsSaid() throws {
    try stage.makeVault()
    let long = String(repeating: "x", count: 100)
    try expect("mkdir -m 700 \(long)")
    let keyroll = "XDG_RUNTIME_DIR=$PWD/\(long) keyroll"
    try expect("\(keyroll) unlock --key-file kf", status: 12, says: "107 bytes")
    try expect("\(keyroll) get k --key-file kf", says: "value\n")
  }

  @Test func whatIsInTheWayIsLeftAlone() throws {
    try stage.makeVault()
    try stage.unlock()
    try expect("ls run/keyroll/*.sock | tr -d '\\n' > name; keyroll lock")
    try expect("printf mine > \"$(cat name)\"")
    try expect("keyroll unlock --key-file kf", status: 12)
    try expect("cat \"$(cat name)\"", says: "mine")
  }
}
