import Foundation
import TestSupport
import Testing

/// What root finds in the memory of an agent. Only root may look: `--user` and the kernel keep all
/// others out, which `aStrangerCannotLook` shows.
@Suite(.serialized, .peer("python3"), .enabled(if: getuid() == 0, "skipped: needs root"))
struct AgentMemoryTests {
  /// Values, passphrase and names that occur nowhere by chance.
  private static let value = "vQ7x2Vb9Lm4Td8Zk1Rw6Yp3Hc5NvQ7xJ"
  private static let passphrase = "tundra-oboe-saffron-quartz-lagoon-myth-cello"
  private static let name = "memory/probe-name-5521"

  private let stage: AgentStage

  init() throws {
    stage = try AgentStage()
    try stage.stage.must(
      """
      printf %s '\(Self.passphrase)' > pass
      keyroll init --no-recovery --passphrase-file pass -y
      printf %s '\(Self.value)' | keyroll set \(Self.name) --stdin --passphrase-file pass
      keyroll unlock --passphrase-file pass
      """)
  }

  private struct Findings: Decodable {
    let read: Int
    let refused: [String]
    let found: [[String]]
  }

  private func look(_ process: Int32, for secrets: [[UInt8]]) throws -> Findings {
    let lines = secrets.map { $0.map { String(format: "%02x", $0) }.joined() }
    let result = try runProgram(
      "python3", [repositoryRoot + "/Tests/EndToEndTests/Readers/read_memory.py", "\(process)"],
      input: Array(lines.joined(separator: "\n").utf8))
    return try JSONDecoder().decode(Findings.self, from: Data(result.output))
  }

  @Test func aValueThatWasReadIsNowhere() throws {
    for _ in 0..<20 {
      #expect(try stage.stage.must("keyroll get \(Self.name)").contains(Self.value))
    }
    try stage.stage.must("printf %s '\(Self.value)2' | keyroll set \(Self.name) --stdin")
    try stage.stage.must("keyroll run --as V=\(Self.name) -- true")
    let process = try stage.agent()
    let found = try look(
      process,
      for: [Array(Self.value.utf8), Array(Self.passphrase.utf8), Array(Self.name.utf8)])
    #expect(found.read > 1 << 20, "read \\(found.read) bytes")
    #expect(found.found[0].isEmpty, "\(found.found[0])")
    #expect(found.found[1].isEmpty, "\(found.found[1])")
    // Names are no secrets to whoever may look: that they are found shows that looking works.
    #expect(!found.found[2].isEmpty)
    if try stage.stage.must("keyroll agent status --json").contains("\"secret-pages\":true") {
      #expect(found.refused.contains { $0.contains("secretmem") }, "\(found.refused)")
    }
  }

  @Test func theReaderFindsWhatIsThere() throws {
    let script = """
      import sys, time
      kept = "\(Self.value)".encode()
      print("ready", flush=True)
      time.sleep(60)
      """
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    defer { process.terminate() }
    _ = output.fileHandleForReading.availableData
    let found = try look(process.processIdentifier, for: [Array(Self.value.utf8)])
    #expect(found.read > 1 << 20)
    #expect(!found.found[0].isEmpty)
  }

  @Test func nothingIsLeftAfterLock() throws {
    let process = try stage.agent()
    #expect(try stage.stage.must("keyroll get \(Self.name)").contains(Self.value))
    // Stopped in its last moment, when everything is wiped and the process has yet to end.
    let result = try runProgram(
      "/bin/sh",
      [
        "-c",
        """
        exec 2>&1
        timeout 20 strace -f -o /dev/null -e trace=exit_group \
          -e inject=exit_group:delay_enter=3000000 -p \(process) & sleep 1
        keyroll lock & sleep 1.5
        printf '%s\\n%s\\n%s\\n' \(Self.hex(Self.value)) \(Self.hex(Self.passphrase)) \
          \(Self.hex(Self.name)) |
          python3 \(repositoryRoot)/Tests/EndToEndTests/Readers/read_memory.py \(process)
        """,
      ], environment: stage.stage.environment, directory: stage.stage.home)
    let line = result.outputText.split(separator: "\n").first { $0.hasPrefix("{") } ?? ""
    let found = try JSONDecoder().decode(Findings.self, from: Data(line.utf8))
    #expect(found.read > 1 << 20)
    #expect(found.found[0].isEmpty && found.found[1].isEmpty, "\(found.found)")
    #expect(stage.awaitEnd(of: process, seconds: 10))
  }

  @Test func aStrangerCannotLook() throws {
    let process = try stage.agent()
    for command in [
      "head -c 1 /proc/\(process)/mem", "cat /proc/\(process)/environ", "ls /proc/\(process)/fd",
      "ls /proc/\(process)/map_files",
    ] {
      let result = try stage.run("setpriv --reuid 65534 --regid 65534 --clear-groups \(command)")
      #expect(result.status != 0, "\(command)")
    }
  }

  private static func hex(_ text: String) -> String {
    text.utf8.map { String(format: "%02x", $0) }.joined()
  }
}
