import Foundation
import TestSupport
import Testing

/// A person at a terminal: what is asked, what is shown, and what is kept when they leave.
@Suite(.serialized, .peer("python3")) final class PromptTests {
  static let passphrase = "gorge lantern copper violin meadow"
  static let good = String(repeating: "a1", count: 16)
  static let bad = "Bearer \(good)"
  static let question = "type it again? [K/r] "
  static let setAgent = [
    "keyroll", "set", "agent", "--provider", "liveagent-v3", "--param", "account=acme",
    "--key-file", "kf",
  ]

  private let home: TemporaryDirectory
  private let stage: Stage

  init() throws {
    home = try TemporaryDirectory()
    stage = try Stage(home: home.path)
  }

  private func open(
    _ command: String..., rows: Int = 24, columns: Int = 80
  ) throws -> TerminalSession {
    try TerminalSession(stage, ["keyroll"] + command, rows: rows, columns: columns)
  }

  private func value(_ reference: String) throws -> String {
    try stage.must("keyroll get \(reference) -n --key-file kf")
  }

  /// A rotation that the person sees through to its last prompt needs a tool with a file.
  private func makeAgent() throws {
    try stage.makeVault()
    try stage.must(
      """
      printf %s \(Self.good) | keyroll set agent --provider liveagent-v3 --param account=acme \
        --stdin --key-file kf
      keyroll tool add worker --env-file "$PWD/worker.env" --key-file kf
      keyroll connect worker agent --key-file kf && keyroll emit --key-file kf
      """)
  }

  // MARK: - Passphrases

  @Test func anInitThatIsNotFinishedMakesNothing() throws {
    let differing = try open("init")
    try differing.answer("passphrase for the new vault: ", Self.passphrase)
    try differing.answer("the same again: ", Self.passphrase + "s")
    #expect(try differing.end() == 2)
    #expect(differing.screen.contains("differ"))
    #expect(!differing.screen.contains("gorge"))
    let left = try open("init")
    try left.answer("passphrase for the new vault: ", Self.passphrase)
    try left.answer("the same again: ", Self.passphrase)
    try left.answer("(not shown): ", "wrong")
    try left.see("2 attempts left")
    try left.see("(not shown): ")
    try left.type("\u{3}")
    #expect(try left.end() == 3)
    #expect(left.isEchoing && left.screen.contains("nothing was changed"))
    #expect(!left.screen.contains("gorge") && !left.screen.contains("wrong"))
    #expect(try stage.files().isEmpty)
  }

  @Test func aPassphraseOpensAndAWrongOneIsNotShown() throws {
    let making = try open("init")
    try making.answer("passphrase for the new vault: ", Self.passphrase)
    try making.answer("the same again: ", Self.passphrase)
    try making.answer("(not shown): ", "wrong")
    try making.typeGroupBack()
    #expect(try making.end() == 0)
    #expect(!making.screen.contains("gorge"))

    let strange = try open("list")
    try strange.answer("passphrase of ", "first guess")
    try strange.see("2 attempts left")
    try strange.answer("passphrase of ", "second guess")
    try strange.see("1 attempt left")
    try strange.answer("passphrase of ", "third guess")
    #expect(try strange.end() == 5)
    #expect(strange.isEchoing && !strange.screen.contains("guess"))

    let own = try open("set", "k")
    try own.answer("passphrase of ", "first guess")
    try own.see("2 attempts left")
    try own.answer("passphrase of ", Self.passphrase)
    try own.answer("value (not shown): ", "the-value")
    #expect(try own.end() == 0)
    for secret in ["guess", "gorge", "the-value"] { #expect(!own.screen.contains(secret)) }
  }

  // MARK: - Values

  @Test func aTypedValueIsStoredAndNotShown() throws {
    try stage.makeVault()
    let session = try open("set", "k", "--key-file", "kf")
    try session.see("value (not shown): ")
    #expect(!session.isEchoing)
    try session.type(Self.good + "\n")
    #expect(try session.end() == 0)
    #expect(session.isEchoing && !session.screen.contains(Self.good))
    #expect(try value("k") == Self.good)
  }

  @Test(arguments: [
    ("k\n", 0, bad), ("\n", 0, bad), ("what\nkeep\n", 0, bad), ("\u{3}", 3, bad), ("\u{4}", 3, bad),
    ("r\n", 0, good),
  ])
  func aValueThatLooksWrongIsStoredBeforeTheQuestion(
    answer: String, status: Int32, expected: String
  ) throws {
    try stage.makeVault()
    let session = try TerminalSession(stage, Self.setAgent)
    try session.see("1. Open Configuration > System > API")
    try session.answer("API v3 key (not shown): ", Self.bad)
    try session.see(Self.question)
    #expect(session.isEchoing)
    #expect(try value("agent") == Self.bad, "durable while the question is open")
    try session.type(answer)
    if expected == Self.good { try session.answer("(not shown): ", Self.good) }
    #expect(try session.end() == status)
    #expect(session.isEchoing && !session.screen.contains(Self.good))
    #expect(session.screen.contains("is stored in agent") == (status == 3))
    #expect(try value("agent") == expected)
    let versions = try stage.must("keyroll get agent@2 -n --key-file kf || test $? = 10")
    #expect(expected == Self.good || versions.contains("keyroll: "), "nothing is stored twice")
  }

  @Test func leavingTheSecondTryKeepsTheFirst() throws {
    try stage.makeVault()
    let session = try TerminalSession(stage, Self.setAgent)
    try session.answer("(not shown): ", Self.bad)
    try session.answer(Self.question, "r")
    try session.answer("(not shown): ", "")
    try session.answer(Self.question, "r")
    try session.see("(not shown): ")
    try session.type("half\u{3}")
    #expect(try session.end() == 3)
    #expect(session.isEchoing && session.screen.contains("is stored in agent"))
    #expect(try value("agent") == Self.bad)
  }

  @Test func aPipedLineEndIsAskedAboutAtTheTerminal() throws {
    try stage.makeVault()
    for (answer, expected) in [("t\n", "piped"), ("\u{3}", "piped\n")] {
      let name = expected.count == 5 ? "trimmed" : "kept"
      let line = "printf 'piped\\n' | keyroll set \(name) --stdin --key-file kf"
      let session = try TerminalSession(stage, ["sh", "-c", line])
      try session.see("trim it? [K/r/t] ")
      #expect(try value(name) == "piped\n")
      try session.type(answer)
      _ = try session.end()
      #expect(try value(name) == expected)
    }
  }

  // MARK: - Rotation

  @Test func aRotationSaysHowAndAsksForTheValue() throws {
    try makeAgent()
    let new = String(repeating: "b2", count: 16)
    let session = try open("rotate", "agent", "--key-file", "kf")
    try session.see("1. Open Configuration > System > API")
    try session.see("4. Copy the new key")
    try session.answer("API v3 key (not shown): ", new)
    #expect(try session.end() == 0)
    #expect(!session.screen.contains(new))
    #expect(try value("agent") == new)
    #expect(try stage.must("cat worker.env").contains(new))
  }

  @Test(arguments: ["n\n", "\n", "\u{3}", "\u{4}"])
  func nothingHasChangedWhereACutoverIsRefused(answer: String) throws {
    try stage.makeVault()
    try stage.must("printf old | keyroll set ligr --provider ligr-live --stdin --key-file kf")
    let before = try stage.files()
    let session = try open("rotate", "ligr", "--key-file", "kf")
    try session.see("regenerating ends the old key at once")
    try session.see("go on? [y/N] ")
    #expect(!session.screen.contains("Choose Generate API Key"), "the steps come after a yes")
    try session.type(answer)
    #expect(try session.end() == 3)
    #expect(session.screen.contains("nothing was changed"))
    #expect(try stage.files() == before)
  }

  @Test func aCutoverGoesOnAfterAYes() throws {
    try stage.makeVault()
    try stage.must("printf old | keyroll set ligr --provider ligr-live --stdin --key-file kf")
    let session = try open("rotate", "ligr", "--key-file", "kf")
    try session.answer("go on? [y/N] ", "y")
    try session.see("Choose Generate API Key")
    try session.answer("API key (not shown): ", "new-value")
    #expect(try session.end() == 0)
    #expect(try value("ligr") == "new-value" && !session.screen.contains("new-value"))
  }

  @Test(arguments: [("k\n", 0, bad), ("\u{3}", 3, bad), ("r\n", 0, String(good.reversed()))])
  func aRotationIsStagedBeforeTheQuestion(answer: String, status: Int32, expected: String) throws {
    try makeAgent()
    let file = try stage.must("cat worker.env")
    let session = try open("rotate", "agent", "--key-file", "kf")
    try session.answer("(not shown): ", Self.bad)
    try session.see(Self.question)
    #expect(try value("agent@pending") == Self.bad)
    #expect(try stage.must("cat worker.env") == file)
    try session.type(answer)
    if answer == "r\n" { try session.answer("(not shown): ", expected) }
    #expect(try session.end() == status)
    #expect(session.isEchoing && !session.screen.contains(expected))
    if status == 3 {
      #expect(session.screen.contains("hint: \u{1B}[0mwrite it to its tools: keyroll emit agent"))
      #expect(try value("agent") == Self.good)
      #expect(try stage.must("cat worker.env") == file)
      try stage.must("keyroll emit agent --key-file kf")
    }
    #expect(try value("agent") == expected)
    #expect(try stage.must("cat worker.env").contains("'\(expected)'"))
  }

  // MARK: - The terminal

  @Test func stoppedAndBroughtBackItAsksAgain() throws {
    try stage.makeVault()
    let session = try TerminalSession(stage, Self.setAgent)
    try session.see("(not shown): ")
    try session.type("half\u{1A}")
    try session.awaitStop()
    #expect(session.isEchoing, "the shell gets a terminal that shows what is typed")
    try session.bringBack()
    try session.see("(not shown): ")
    #expect(!session.isEchoing)
    try session.type(Self.bad + "\n")
    try session.see(Self.question)
    try session.type("\u{1A}")
    try session.awaitStop()
    try session.bringBack()
    try session.type("k\n")
    #expect(try session.end() == 0)
    #expect(!session.screen.contains("half") && !session.screen.contains(Self.good))
    #expect(try value("agent") == Self.bad)
  }

  @Test func aSmallWindowIsEnough() throws {
    try stage.makeVault()
    let command = Self.setAgent + ["--owner", "a team with quite a long name of its own"]
    let session = try TerminalSession(stage, command, rows: 10, columns: 40)
    try session.answer("(not shown): ", Self.bad)
    try session.answer(Self.question, "k")
    #expect(try session.end() == 0)
    #expect(try value("agent") == Self.bad)
    let list = try open("list", "--key-file", "kf", rows: 10, columns: 40)
    #expect(try list.end() == 0)
    #expect(list.screen.contains("agent"))
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP]) func aSignalLeavesTheTerminalAsItWas(
    signal: Int32
  ) throws {
    try stage.makeVault()
    try stage.must("printf x | keyroll set spare --stdin --key-file kf")
    let before = try stage.files()
    for prompt in ["(not shown): ", "1 version? [y/N] "] {
      let isSecret = prompt.hasPrefix("(")
      let session =
        isSecret
        ? try TerminalSession(stage, Self.setAgent)
        : try open("rm", "spare", "--key-file", "kf")
      try session.see(prompt)
      #expect(session.isEchoing != isSecret)
      try session.type("half")
      try session.send(signal)
      #expect(try session.end() == (signal == SIGINT ? 3 : 128 + signal))
      #expect(session.isEchoing)
      #expect(try stage.files() == before)
    }
  }
}
