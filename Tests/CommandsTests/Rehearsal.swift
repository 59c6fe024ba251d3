import Commands
import Platform
import SecretMemory
import TestSupport

/// Runs command lines in surroundings made up for a test, and keeps what they print.
final class Rehearsal {
  let output = Recorder()
  let error = Recorder()
  var variables: [String: String] = [:]
  /// What the person types, line by line; nil when there is no terminal.
  var script: [String]?
  /// What a pipe on standard input holds.
  var input: [UInt8] = []
  /// Words added to every line.
  var always: [String] = []
  /// Whether the person copies the asked-for group of the recovery code that was shown.
  var typesGroupBack = false
  private(set) var shown: [String] = []

  func run(_ words: String..., commands: CommandSet = .keyroll) -> Int32 {
    run(words, commands: commands)
  }

  func run(_ words: [String], commands: CommandSet = .keyroll) -> Int32 {
    output.bytes = []
    error.bytes = []
    let console = script.map { ScriptedConsole($0, typesGroupBack: typesGroupBack) }
    let variables = self.variables
    defer { shown = console?.shown ?? [] }
    return Program.run(
      (words + always).map { Array($0.utf8) },
      in: Surroundings(
        output: output, error: error, input: Pipe(input), console: { console },
        variable: { variables[$0] }, now: { 1_800_000_000_000 }),
      set: commands)
  }
}

final class Recorder: OutputChannel {
  var bytes: [UInt8] = []
  var columns: Int?
  var isFull = false
  var isTerminal: Bool { columns != nil }
  var text: String { String(decoding: bytes, as: UTF8.self) }

  func write(_ bytes: Span<UInt8>) throws(SystemError) {
    guard !isFull else { throw SystemError(errno: 28, operation: "write") }
    for index in bytes.indices { self.bytes.append(bytes[index]) }
  }
}

final class Pipe: InputChannel {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  func readSecret(limit: Int) throws(SystemError) -> SecretBytes {
    let bytes = self.bytes
    guard bytes.count <= limit else { throw SystemError(errno: 27, operation: "read") }
    do {
      return try SecretBytes(copying: bytes.span)
    } catch {
      throw SystemError(errno: 12, operation: "read")
    }
  }
}

final class ScriptedConsole: Console {
  private var lines: [String]
  private(set) var shown: [String] = []
  let columns: Int? = 80

  private let typesGroupBack: Bool

  init(_ lines: [String], typesGroupBack: Bool) {
    self.lines = lines
    self.typesGroupBack = typesGroupBack
  }

  func show(_ text: String) { shown.append(text) }

  func show(secret: borrowing SecretBytes) {
    shown.append(
      secret.withSpan { bytes in
        String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
      })
  }

  func readLine(prompt: String) -> String? {
    shown.append(prompt)
    return lines.isEmpty ? nil : lines.removeFirst()
  }

  func readSecretLine(prompt: String, limit: Int) throws(SystemError) -> SecretBytes {
    shown.append(prompt)
    if typesGroupBack, let group = group(askedBy: prompt) { lines.insert(group, at: 0) }
    guard !lines.isEmpty else { throw SystemError(errno: 61, operation: "read") }
    do {
      return try SecretBytes(copying: Array(lines.removeFirst().utf8).span)
    } catch {
      throw SystemError(errno: 12, operation: "read")
    }
  }

  /// `… group 3 of 10 …`, looked up in the code that was shown.
  private func group(askedBy prompt: String) -> String? {
    let words = prompt.split(separator: " ")
    guard let place = words.firstIndex(of: "group"), let number = Int(words[place + 1]),
      let code = shown.first(where: { $0.hasPrefix("keyroll1-") })
    else { return nil }
    return String(code.split(separator: "-")[number - 1])
  }
}

/// A home directory of its own for one test.
final class Home {
  private let directory: TemporaryDirectory
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.path
  }

  func write(_ name: String, _ text: String) throws -> String {
    try directory.write(name, text)
  }
}
