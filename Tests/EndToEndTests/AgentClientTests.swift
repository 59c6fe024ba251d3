import TestSupport
import Testing

/// The client in another language, written from the specification alone.
@Suite(.peer("python3"), .timeLimit(.minutes(5)))
struct AgentClientTests {
  private static let client = repositoryRoot + "/Tests/EndToEndTests/Readers/agent_client.py"

  @Test func readsEveryVectorAsItSays() throws {
    let vectors = repositoryRoot + "/Tests/AgentTests/Vectors"
    let result = try runProgram("python3", ["-B", Self.client, "--vectors", vectors])
    #expect(result.status == 0)
    #expect(result.outputText.hasSuffix(" passed, 0 failed\n"), "\(result.outputText)")
  }
}
