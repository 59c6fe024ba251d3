import Foundation
import TestSupport

/// A home directory whose commands may leave an agent behind; the end of its life ends the agent.
final class AgentStage {
  let stage: Stage
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    stage = try Stage(home: directory.path, agents: true)
    try FileManager.default.createDirectory(
      atPath: path("run"), withIntermediateDirectories: false,
      attributes: [.posixPermissions: 0o700])
  }

  deinit {
    _ = try? stage.run("keyroll lock -q; pkill -KILL -f \"keyroll-agent .*$HOME\"")
  }

  func path(_ name: String) -> String { directory.path(name) }

  /// A vault with one key, `k`, whose value is `value`.
  func makeVault(value: String = "value") throws {
    try stage.makeVault()
    try stage.must("printf %s \(value) | keyroll set k --stdin --key-file kf")
  }

  func unlock(_ options: String = "") throws {
    try stage.must("keyroll unlock --key-file kf -q \(options)")
  }

  /// What a command prints and how it ends.
  func run(_ command: String) throws -> (output: String, status: Int32) {
    let result = try stage.run(command)
    return (result.outputText, result.status)
  }

  /// The process of the agent that runs.
  func agent() throws -> Int32 {
    let text = try stage.must("keyroll agent status --json | tr ',' '\\n' | grep '\"pid\"'")
    guard let number = Int32(text.filter(\.isNumber)) else {
      throw StageFailure(command: "agent status", status: 0, output: text)
    }
    return number
  }

  /// Waits until an agent answers that something else has started.
  func awaitAgent() throws {
    try stage.must(
      "for i in $(seq 300); do keyroll agent status >status && exit; sleep 0.1; done; false")
  }

  func isAlive(_ process: Int32) -> Bool {
    // A zombie whose parent does not look has ended too.
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let state = text.split(separator: ")").last?.split(separator: " ").first
    else { return false }
    return state != "Z"
  }

  /// Waits at most `seconds` for the end of a process.
  func awaitEnd(of process: Int32, seconds: Double) -> Bool {
    let end = Date(timeIntervalSinceNow: seconds)
    while isAlive(process) {
      guard Date() < end else { return false }
      usleep(20_000)
    }
    return true
  }
}
