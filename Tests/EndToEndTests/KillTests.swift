import Foundation
import TestSupport
import Testing

/// A process that is killed at any moment loses nothing that it had acknowledged, and the vault
/// opens. `KEYROLL_LONG_TESTS=1` runs five hundred of them, else twenty.
@Suite(.serialized) struct KillTests {
  static let runs =
    ProcessInfo.processInfo.environment["KEYROLL_LONG_TESTS"] == "1" ? 500 : 20

  @Test func keepsEveryAcknowledgedChange() throws {
    let home = try TemporaryDirectory()
    let victim = try Victim(home: home.path)
    var random = SeededGenerator(seed: 20)
    for run in 0..<Self.runs {
      // Measured again now and then: what else the machine does must not make all kills too early.
      if run.isMultiple(of: 20) { try victim.measure(run) }
      let delay = Double.random(in: 0...victim.typical * 2, using: &random)
      if run.isMultiple(of: 2) {
        try victim.set(run, killedAfter: delay)
      } else {
        try victim.rotate(run, killedAfter: delay)
      }
    }
    try victim.checkEverything()
    // Kills that all came too early, or all too late, would show nothing.
    #expect(victim.acknowledged > 0 && victim.killed > 0)
  }

  @Test(.peer("strace")) func survivesAKillAtEachSystemCall() throws {
    let home = try TemporaryDirectory()
    let victim = try Victim(home: home.path)
    var random = SeededGenerator(seed: 21)
    let calls = [
      "openat", "openat2", "write", "pwrite64", "fsync", "fdatasync", "renameat2", "flock",
      "ftruncate", "close", "unlinkat", "fchmod", "newfstatat",
    ]
    for run in 0..<Self.runs {
      let call = calls[Int.random(in: 0..<calls.count, using: &random)]
      let index = Int.random(in: 1...12, using: &random)
      let tracer = [
        "strace", "-f", "-o", "/dev/null", "-e", "trace=\(call)", "-e",
        "inject=\(call):signal=KILL:when=\(index)",
      ]
      if run.isMultiple(of: 2) {
        try victim.set(run, under: tracer)
      } else {
        try victim.rotate(run, under: tracer)
      }
    }
    try victim.checkEverything()
    #expect(victim.acknowledged > 0 && victim.killed > 0)
  }

  @Test func aLostAcknowledgementIsNoticed() throws {
    let home = try TemporaryDirectory()
    let victim = try Victim(home: home.path)
    victim.pretend(name: "never/stored", value: "x")
    #expect(throws: Victim.Lost.self) { try victim.checkEverything() }
  }
}

/// A vault with a connected tool, on which commands are killed, and what they acknowledged.
final class Victim {
  struct Lost: Error { let what: String }

  let stage: Stage
  private(set) var acknowledged = 0
  private(set) var killed = 0
  /// Seconds.
  private(set) var typical = 0.1
  private var values: [String: String] = [:]
  /// Values that the rotated key may have, and its file may hold.
  private var candidates: Set<String> = ["first"]
  private var current = "first"

  init(home: String) throws {
    stage = try Stage(home: home)
    try stage.makeVault()
    try stage.must(
      """
      printf first | keyroll set rolled --stdin --key-file kf
      mkdir app && keyroll tool add worker --env-file "$PWD/app/worker.env" --key-file kf
      keyroll connect worker rolled --key-file kf && keyroll emit worker --key-file kf
      """)
  }

  func pretend(name: String, value: String) { values[name] = value }

  /// How long a command takes that nobody kills.
  func measure(_ run: Int) throws {
    let start = Date()
    try stage.must("printf x | keyroll set warm/\(run) --stdin --key-file kf")
    typical = Date().timeIntervalSince(start)
  }

  func set(_ run: Int, killedAfter delay: Double? = nil, under tracer: [String] = []) throws {
    let name = "k/\(run)"
    let value = "value-\(run)"
    if try finishes(["set", name, "--stdin"], value, delay, tracer) {
      values[name] = value
    }
    let result = try stage.run("keyroll get \(name) -n --key-file kf")
    guard result.status == 0 || (result.status == 10 && values[name] == nil) else {
      throw Lost(what: "\(name): \(result.outputText)")
    }
    if result.status == 0, result.outputText != value { throw Lost(what: name) }
  }

  func rotate(_ run: Int, killedAfter delay: Double? = nil, under tracer: [String] = []) throws {
    let value = "rolled-\(run)"
    candidates.insert(value)
    let done = try finishes(["rotate", "rolled", "--stdin", "--as-is"], value, delay, tracer)
    try checkFile()
    // Whatever state the kill left, ordinary commands bring it to its end.
    _ = try stage.run("keyroll emit worker --key-file kf")
    let now = try stage.must("keyroll get rolled -n --key-file kf")
    guard candidates.contains(now), !done || now == value else { throw Lost(what: "rolled") }
    try checkFile(holding: now)
    let revoked = try stage.run("keyroll revoke rolled --key-file kf")
    guard revoked.status == 0 || now == current else {
      throw Lost(what: "revoke: \(revoked.outputText)")
    }
    current = now
    candidates = [now]
  }

  func checkEverything() throws {
    for (name, value) in values {
      let result = try stage.run("keyroll get \(name) -n --key-file kf")
      guard result.status == 0, result.outputText == value else { throw Lost(what: name) }
    }
  }

  /// The file is one of those that could have been written, whole.
  private func checkFile(holding value: String? = nil) throws {
    let text = try String(contentsOfFile: stage.home + "/app/worker.env", encoding: .utf8)
    let whole = (value.map { [$0] } ?? Array(candidates)).map { "ROLLED='\($0)'\n" }
    guard whole.contains(where: { text.hasSuffix($0) }) else { throw Lost(what: "file: \(text)") }
    let names = try FileManager.default.contentsOfDirectory(atPath: stage.home + "/app")
    guard value == nil || names == ["worker.env"] else { throw Lost(what: "left behind: \(names)") }
  }

  /// Whether the command acknowledged.
  private func finishes(
    _ words: [String], _ input: String, _ delay: Double?, _ tracer: [String]
  ) throws -> Bool {
    let process = Process()
    let line = tracer + [stage.program] + words + ["--key-file", "kf", "--no-input"]
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = line
    process.environment = stage.environment
    process.currentDirectoryURL = URL(filePath: stage.home, directoryHint: .isDirectory)
    let pipe = Pipe()
    process.standardInput = pipe
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    pipe.fileHandleForWriting.write(Data(input.utf8))
    try pipe.fileHandleForWriting.close()
    if let delay {
      Thread.sleep(forTimeInterval: delay)
      kill(process.processIdentifier, SIGKILL)
    }
    process.waitUntilExit()
    let finished = process.terminationReason == .exit && process.terminationStatus == 0
    if finished { acknowledged += 1 } else { killed += 1 }
    return finished
  }
}
