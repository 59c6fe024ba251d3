import Foundation
import TestSupport
import Testing

/// Whole stories at a shell prompt, compared to the letter. The files are the documentation of what
/// each command prints and of its exit status.
@Suite struct TranscriptTests {
  static let folder = repositoryRoot + "/Tests/EndToEndTests/Transcripts"

  static let stories: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".txt") }.sorted()

  @Test func thereAreStories() { #expect(Self.stories.count >= 10) }

  @Test(arguments: stories) func printsWhatItSays(_ story: String) throws {
    let text = try String(contentsOfFile: Self.folder + "/" + story, encoding: .utf8)
    let home = try TemporaryDirectory()
    let place = try Stage(home: home.path, agents: true)
    for step in Transcript(text).steps {
      let result = try place.run(step.command)
      let lines = result.outputText.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.replacing(home.path, with: "~") }
      let actual = (lines.last == "" ? lines.dropLast() : lines[...]).map(String.init)
      let difference = Transcript.difference(step.expected, actual)
      #expect(
        difference == nil,
        "\(story):\(step.line): \(step.command)\n\(difference ?? "")\n--\n\(actual.joined(separator: "\n"))"
      )
      #expect(result.status == step.status, "\(story):\(step.line): \(step.command)")
    }
  }

  @Test func noticesADifference() {
    #expect(Transcript.difference(["a [..] c"], ["a b c"]) == nil)
    #expect(Transcript.difference(["a [..] c"], ["a b d"]) != nil)
    #expect(Transcript.difference(["...", "z"], ["x", "y", "z"]) == nil)
    #expect(Transcript.difference(["a"], ["a", "b"]) != nil)
    #expect(Transcript.difference(["a", "b"], ["a"]) != nil)
  }
}
