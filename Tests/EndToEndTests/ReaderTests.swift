import Agent
import Foundation
import TestSupport
import Testing

/// The reader in another language, written from the specifications alone, and the program agree.
@Suite(
  .peer("python3", module: "nacl"), .peer("python3", module: "cbor2"), .timeLimit(.minutes(5)))
struct ReaderTests {
  static let folder = repositoryRoot + "/Tests/EndToEndTests/Readers"

  private static func run(_ script: String, _ arguments: [String] = []) throws -> ProgramResult {
    try runProgram("python3", ["-B", "\(folder)/\(script)"] + arguments)
  }

  private static func read(_ vault: String, keyFile: String) throws -> ReaderDocument {
    let result = try run("keyroll_reader.py", [vault, "--key-file", keyFile, "--values", "--json"])
    try #require(result.status == 0, "\(result.errorText)")
    return try JSONDecoder().decode(ReaderDocument.self, from: Data(result.output))
  }

  private static func bytes(ofHex text: Substring) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }

  @Test func readsEveryVectorAsItSays() throws {
    let result = try Self.run("check_vectors.py")
    #expect(result.status == 0)
    #expect(result.outputText.hasSuffix(" passed, 0 failed\n"), "\(result.outputText)")
  }

  @Test func readsWhatTheProgramWrote() throws {
    let directory = try TemporaryDirectory()
    let story = try ReaderStory(in: directory.path)
    try story.play()
    let document = try Self.read(story.vault, keyFile: story.keyFile)
    #expect(document.epoch == 3)
    #expect(document.generation >= 6)
    #expect(document.checkpoints.last?.mac == "checked")
    #expect(document.tornTail == nil)
    #expect(document.withoutEffect == [])
    let answers = try ServiceAnswers(story.service)
    #expect(document.lines == answers.lines)
    #expect(answers.lines.count > 60)
    let levels =
      answers.lines.filter { $0.hasPrefix("connection | desk | ") }
      + answers.lines.filter { $0.hasPrefix("connection | night | ") }
    #expect(levels.map { $0.split(separator: " ").last } == ["failed", "emitted", "pending"])
  }

  @Test func eventsOfAnotherShapeChangeNothingForEither() throws {
    let vector = try String(
      contentsOfFile: repositoryRoot + "/Tests/LedgerTests/Vectors/valid_events_without_effect.txt",
      encoding: .utf8)
    let parts = vector.split(separator: "\n\n", maxSplits: 1)
    let bytes = try #require(
      Data(base64Encoded: String(parts[1]), options: .ignoreUnknownCharacters))
    let hex = try #require(
      parts[0].split(separator: "\n").first { $0.hasPrefix("key-file: ") }?.dropFirst(10))
    let directory = try TemporaryDirectory()
    let story = try ReaderStory(in: directory.path)
    try bytes.write(to: URL(fileURLWithPath: story.vault))
    try story.open(withKeyFile: Self.bytes(ofHex: hex))
    let document = try Self.read(story.vault, keyFile: story.keyFile)
    #expect(document.withoutEffect.count == 10)
    // The service also knows slots that no event has a name for.
    let answers = try ServiceAnswers(story.service).lines.filter { !$0.hasPrefix("slot") }
    #expect(document.lines == answers)
  }
}
