import Foundation
import TestSupport
import Testing

/// The client in another language, written from the specification alone.
@Suite(.peer("python3"), .timeLimit(.minutes(5)))
struct AgentClientTests {
  private static let client = repositoryRoot + "/Tests/EndToEndTests/Readers/agent_client.py"
  private static let vectors = repositoryRoot + "/Tests/AgentTests/Vectors"

  @Test func readsEveryVectorAsItSays() throws {
    let result = try runProgram("python3", ["-B", Self.client, "--vectors", Self.vectors])
    #expect(result.status == 0)
    #expect(result.outputText.hasSuffix(" passed, 0 failed\n"), "\(result.outputText)")
  }

  @Test func speaksWithTheAgentAsTheProgramDoes() throws {
    let agent = try LiveAgent()
    defer { agent.lock() }
    #expect(try agent.ask("hello") == "hello\n")
    #expect(try agent.ask("get k") == "value")
    #expect(try agent.ask("set py/key", input: "from python") == "added py/key 1\n")
    #expect(try agent.stage.must("keyroll get py/key") == "from python\n")
    #expect(try agent.ask("set py/key", input: "again") == "new-version py/key 2\n")
    #expect(try agent.ask("get py/key --version 1") == "from python")
    #expect(try agent.ask("get py/key --version previous --field value") == "from python")
    #expect(try agent.ask("list") == "k\npy/key\n")
    let unknown = try agent.run("get nope")
    #expect(unknown.status == 1)
    #expect(unknown.errorText == "failure [0, [4, [1, \"nope\", null]]]\n")
    let status = try agent.ask("status")
    #expect(status.contains("\"socket\": \"\(agent.socket)\""))
    #expect(try agent.ask("lock") == "")
    #expect(try agent.stage.run("keyroll agent status").status == 4)
  }

  @Test func whatIsNotARequestEndsTheConnectionAndNothingElse() throws {
    let agent = try LiveAgent()
    defer { agent.lock() }
    let invalid = try agent.ask("refused \(Self.vectors)")
    #expect(invalid.hasSuffix(" refused\n") && !invalid.contains("answered"), "\(invalid)")
    #expect(try agent.ask("get k") == "value")
  }

  /// An agent over a vault with one key, `k`, in a home directory of its own.
  private final class LiveAgent {
    let stage: Stage
    let socket: String
    private let directory: TemporaryDirectory

    init() throws {
      directory = try TemporaryDirectory()
      stage = try Stage(home: directory.path, agents: true)
      try stage.must("mkdir -m 700 run")
      try stage.makeVault()
      try stage.must("printf value | keyroll set k --stdin --key-file kf")
      try stage.must("keyroll unlock --key-file kf -q")
      struct Status: Decodable { let socket: String }
      let text = try stage.must("keyroll agent status --json")
      socket = try JSONDecoder().decode(Status.self, from: Data(text.utf8)).socket
    }

    /// However the test went, no agent stays behind.
    func lock() { _ = try? stage.run("keyroll lock -q") }

    func run(_ command: String, input: String = "") throws -> ProgramResult {
      let words = command.split(separator: " ").map(String.init)
      return try runProgram(
        "python3", ["-B", AgentClientTests.client, socket] + words, input: Array(input.utf8))
    }

    func ask(_ command: String, input: String = "") throws -> String {
      let result = try run(command, input: input)
      #expect(result.status == 0, "\(command): \(result.errorText)")
      return result.outputText
    }
  }
}
