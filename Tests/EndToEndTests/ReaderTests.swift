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
  }
}
