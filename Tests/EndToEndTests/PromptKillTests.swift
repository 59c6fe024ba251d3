import Foundation
import TestSupport
import Testing

/// A process that is killed while it waits for an answer: what was typed as a value before is there,
/// and nothing else has changed.
@Suite(.serialized, .peer("python3")) final class PromptKillTests {
  /// A way to a prompt: what is typed at the prompts before it, and the prompt itself.
  struct Way: CustomTestStringConvertible {
    let command: String
    let answers: [(prompt: String, text: String)]
    let prompt: String
    /// Opens the vault; empty where the passphrase is what is asked for.
    var factor = ["--key-file", "kf"]

    init(_ command: String, _ answers: [(String, String)] = [], at prompt: String) {
      self.command = command
      self.answers = answers.map { (prompt: $0.0, text: $0.1) }
      self.prompt = prompt
    }

    var testDescription: String { "\(command): \(prompt)" }

    var withoutFactor: Way {
      var way = self
      way.factor = []
      return way
    }
  }

  private static let good = String(repeating: "a1", count: 16)
  private static let hidden = "(not shown): "
  private static let newPassphrase = "gorge lantern copper violin meadow"
  private static let setNew = "set new --provider liveagent-v3 --param account=acme"

  private let home: TemporaryDirectory
  private let stage: Stage

  init() throws {
    home = try TemporaryDirectory()
    stage = try Stage(home: home.path)
    try stage.makeVault()
    try stage.must(
      """
      printf \(Self.good) > good
      keyroll set agent --provider liveagent-v3 --param account=acme --from-file good --key-file kf
      keyroll set ligr --provider ligr-live --from-file good --key-file kf
      keyroll set spare --from-file good --key-file kf
      keyroll tool add worker --env-file "$PWD/worker.env" --key-file kf
      keyroll connect worker agent ligr --key-file kf && keyroll emit --key-file kf
      keyroll backup saved --key-file kf
      """)
  }

  static let unchanging = [
    Way("list", at: "passphrase of ").withoutFactor,
    Way("list", [("passphrase of ", "wrong")], at: "2 attempts left").withoutFactor,
    Way("recovery use", at: "recovery code (not shown): ").withoutFactor,
    Way("init --vault other", at: "new vault: ").withoutFactor,
    Way("init --vault other", [("new vault: ", newPassphrase)], at: "again: ").withoutFactor,
    Way(
      "init --vault other", [("new vault: ", newPassphrase), ("again: ", newPassphrase)], at: hidden
    ).withoutFactor,
    Way("passwd", at: "the new passphrase: "),
    Way("passwd", [("the new passphrase: ", newPassphrase)], at: "the same again: "),
    Way("slot add ana", [("the new passphrase: ", newPassphrase)], at: "the same again: "),
    Way("recovery new", at: hidden),
    Way("recovery new", [(hidden, "wrong")], at: "2 attempts left"),
    Way(setNew, at: hidden),
    Way("set several --field one --field two", [("one (not shown): ", "1")], at: "two (not shown)"),
    Way("rotate agent", at: hidden),
    Way("rotate ligr", at: "go on? [y/N] "),
    Way("rotate ligr", [("go on? [y/N] ", "y")], at: hidden),
    Way("revoke agent@1 --emergency", at: "go on? [y/N] "),
    Way("rm spare", at: "[y/N] "),
    Way("rm spare --purge", at: "[y/N] "),
    Way("tool rm worker --force", at: "connections? [y/N] "),
    Way("slot remove key-file", at: "[y/N] "),
    Way("restore saved --replace", at: "[y/N] "),
    Way("accept-rollback --reason test", at: "[y/N] "),
  ]

  @Test func nothingChangesWhereNoValueWasTyped() throws {
    try stage.must("keyroll list --key-file kf")
    let before = try stage.files()
    for way in Self.unchanging {
      try kill(at: way)
      #expect(try stage.files() == before, "\(way.testDescription)")
    }
    #expect(try stage.must("keyroll get spare -n --key-file kf") == Self.good)
  }

  @Test func aValueThatWasTypedIsThere() throws {
    let file = try stage.must("cat worker.env")
    let first = "Bearer first"
    let second = "Bearer second"
    let question = "again? [K/r] "
    try kill(at: Way(Self.setNew, [(Self.hidden, first)], at: question))
    #expect(try stage.must("keyroll get new -n --key-file kf") == first)
    try kill(at: Way("set new", [(Self.hidden, first), (question, "r")], at: Self.hidden))
    try kill(
      at: Way(
        "set new", [(Self.hidden, first), (question, "r"), (Self.hidden, second)], at: question))
    #expect(try stage.must("keyroll get new -n --key-file kf") == second)

    try kill(
      at: Way(
        "rotate agent", [(Self.hidden, first), (question, "r"), (Self.hidden, second)], at: question
      ))
    #expect(try stage.must("keyroll get agent@pending -n --key-file kf") == second)
    #expect(try stage.must("keyroll get agent -n --key-file kf") == Self.good)
    #expect(try stage.must("cat worker.env") == file)

    #expect(try stage.must("keyroll get ligr -n --key-file kf") == Self.good)
    try stage.must("keyroll emit agent --key-file kf")
    #expect(try stage.must("keyroll get agent -n --key-file kf") == second)
  }

  /// Kills at the prompt, after which the vault opens.
  private func kill(at way: Way) throws {
    let words = ["keyroll"] + way.command.split(separator: " ").map(String.init) + way.factor
    let session = try TerminalSession(stage, words, columns: 200)
    for (prompt, text) in way.answers { try session.answer(prompt, text) }
    try session.see(way.prompt)
    try session.send(SIGKILL)
    #expect(try session.end() == 128 + SIGKILL, "\(way.testDescription)")
    try stage.must("keyroll list --key-file kf")
  }
}
