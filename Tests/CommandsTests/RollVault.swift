import Commands
import Foundation
import Platform
import SecretMemory
import TestSupport

/// A vault of its own for one test, opened with a key file, and the command lines typed into it.
final class RollVault {
  private let directory: TemporaryDirectory
  private let home: String
  let output = Recorder()
  let error = Recorder()
  /// Milliseconds since 1970.
  var now: Int64 = 1_800_000_000_000
  /// What a person types, line by line; nil when there is no terminal.
  var typed: [String]?
  private(set) var asked: [String] = []
  /// What `run` started.
  private(set) var started: [(words: [String], names: [String])] = []
  /// Where processes are listed; nil for those of this machine.
  var processes: String?
  /// Why nothing can be started.
  var launchFailure: SystemError?
  /// Variables of the program's own environment.
  var variables: [String: String] = [:]
  /// After how many looks somebody types Ctrl-C; nil for never.
  var patience: Int?
  /// A file whose appearance makes somebody type Ctrl-C twice.
  var alarm: String?

  init() throws {
    directory = try TemporaryDirectory()
    home = try FileSystem.realPath(directory.path)
    guard type("init", "--no-recovery") == 0 else { throw Failure(text: error.text) }
  }

  struct Failure: Error { let text: String }

  func path(_ name: String) -> String { "\(home)/\(name)" }

  /// Runs a line with what is piped into it.
  @discardableResult
  func type(_ words: String..., input: String = "") -> Int32 {
    type(words, input: Array(input.utf8))
  }

  @discardableResult
  func type(
    _ words: [String], input: [UInt8] = [], keyFile: Bool = true, vault: String = "vault.keyroll"
  ) -> Int32 {
    output.bytes = []
    error.bytes = []
    let factor = keyFile ? ["--key-file", path("vault.key")] : []
    return Program.run((factor + words).map { Array($0.utf8) }, in: surroundings(input, vault))
  }

  private func surroundings(_ input: [UInt8], _ vault: String) -> Surroundings {
    let variables = self.variables.merging(
      ["KEYROLL_VAULT": path(vault), "XDG_STATE_HOME": path("state")]
    ) { _, own in own }
    let console = typed.map { Typist($0) { self.asked.append($0) } }
    asked = []
    var surroundings = Surroundings(
      output: output, error: error, input: Pipe(input), console: { console },
      variable: { variables[$0] }, now: { [now] in now })
    if let processes { surroundings.processes = processes }
    surroundings.holdInterruptions = {
      if let alarm = self.alarm { return Alarm(alarm) }
      return self.patience.map { Impatience($0) }
    }
    surroundings.launch = { (words, environment) throws(SystemError) in
      if let failure = self.launchFailure { throw failure }
      self.started.append(
        (words.map { String(decoding: $0, as: UTF8.self) }, environment.names))
    }
    return surroundings
  }

  /// Stores a key without a provider.
  func store(_ key: String, _ value: String = "first-value") throws {
    guard type("set", key, "--stdin", input: value) == 0 else { throw Failure(text: error.text) }
  }

  /// Stores a key, and a tool that is written to a file of this name.
  func connect(_ tool: String, _ file: String, to key: String) throws {
    guard type("tool", "add", tool, "--env-file", path(file)) == 0,
      type("connect", tool, key) == 0
    else { throw Failure(text: error.text) }
  }

  /// Makes a program of these lines for the shell and returns its path.
  @discardableResult
  func script(_ name: String, _ lines: String) throws -> String {
    try write(name, "#!/bin/sh\n\(lines)\n")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o700], ofItemAtPath: path(name))
    return path(name)
  }

  func file(_ name: String) -> String? { try? String(contentsOfFile: path(name), encoding: .utf8) }

  func write(_ name: String, _ text: String) throws {
    try text.write(toFile: path(name), atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path(name))
  }

  /// What the last line printed with `--json`.
  func json() throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(output.bytes)) as? [String: Any] ?? [:]
  }
}

/// Somebody who wants an end at once when a file is there.
private final class Alarm: InterruptionWatch {
  private let path: String

  init(_ path: String) {
    self.path = path
  }

  func count() -> Int { FileSystem.exists(path) ? 2 : 0 }

  func end() {}
}

/// Somebody who wants an end after a while.
private final class Impatience: InterruptionWatch {
  private var left: Int

  init(_ left: Int) {
    self.left = left
  }

  func count() -> Int {
    left -= 1
    return left < 0 ? 1 : 0
  }

  func end() {}
}

/// Somebody at the terminal, who copies the asked-for group of a recovery code where the script
/// says `GROUP`.
private final class Typist: Console {
  private var lines: [String]
  private var code = ""
  private let heard: (String) -> Void
  let columns: Int? = 80

  init(_ lines: [String], heard: @escaping (String) -> Void) {
    self.lines = lines
    self.heard = heard
  }

  func show(_ text: String) { heard(text) }

  func show(secret: borrowing SecretBytes) {
    let text = secret.withSpan { bytes in
      String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
    heard(text)
    code = text
  }

  func readLine(prompt: String) -> String? {
    heard(prompt)
    return lines.isEmpty ? nil : lines.removeFirst()
  }

  func readSecretLine(prompt: String, limit: Int) throws(SystemError) -> SecretBytes {
    heard(prompt)
    guard !lines.isEmpty else { throw SystemError(errno: 61, operation: "read") }
    var line = lines.removeFirst()
    if line == "GROUP" { line = group(in: prompt) }
    do {
      return try SecretBytes(copying: Array(line.utf8).span)
    } catch {
      throw SystemError(errno: 12, operation: "read")
    }
  }

  /// `… group 3 of 10 …`
  private func group(in prompt: String) -> String {
    let words = prompt.split(separator: " ")
    guard let place = words.firstIndex(of: "group"), let number = Int(words[place + 1]) else {
      return ""
    }
    return String(code.split(separator: "-")[number - 1])
  }
}
