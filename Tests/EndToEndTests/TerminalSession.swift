import Foundation
import TestSupport

/// A program at a pseudo-terminal of its own, which `Readers/drive_terminal.py` holds for it. The end
/// of this value's life kills a program that still runs.
final class TerminalSession {
  struct Failure: Error, CustomStringConvertible {
    let complaint: String
    let screen: String
    var description: String { "\(complaint)\n\(screen)" }
  }

  private let driver = Process()
  private let steps = Pipe()
  private let answers = Pipe()
  /// Everything that the terminal has shown.
  private(set) var screen = ""
  /// Whether the terminal shows what is typed.
  private(set) var isEchoing = true
  private var status: Int32?

  init(_ stage: Stage, _ command: [String], rows: Int = 24, columns: Int = 80) throws {
    let script = repositoryRoot + "/Tests/EndToEndTests/Readers/drive_terminal.py"
    driver.executableURL = URL(filePath: "/usr/bin/env")
    driver.arguments = ["python3", script]
    // The terminal itself says how wide it is.
    driver.environment = stage.environment.filter { $0.key != "COLUMNS" }
    driver.currentDirectoryURL = URL(filePath: stage.home, directoryHint: .isDirectory)
    driver.standardInput = steps
    driver.standardOutput = answers
    try driver.run()
    let words = command.first == "keyroll" ? [stage.program] + command.dropFirst() : command
    try take(["start", rows, columns, words])
  }

  deinit {
    // Another process that was started meanwhile may hold the pipe too: its end might never come.
    try? steps.fileHandleForWriting.write(contentsOf: Data("[\"leave\"]\n".utf8))
    driver.waitUntilExit()
  }

  /// Waits until the text is shown, after what was seen before.
  func see(_ text: String) throws { try take(["see", text]) }

  func type(_ text: String) throws { try take(["type", text]) }

  /// Waits for a prompt and types a line.
  func answer(_ prompt: String, _ text: String) throws {
    try see(prompt)
    try type(text + "\n")
  }

  func send(_ signal: Int32) throws { try take(["signal", Int(signal)]) }

  func awaitStop() throws { try take(["stopped"]) }

  /// As `fg` does.
  func bringBack() throws { try take(["continue"]) }

  /// Waits for the end of the program. 128 and the signal's number where one ended it.
  func end() throws -> Int32 {
    try take(["end"])
    return status ?? -1
  }

  /// Types the asked-for group of the recovery code that is on the screen.
  func typeGroupBack() throws {
    try see("from your paper, group ")
    try see("(not shown): ")
    let code = screen.split(whereSeparator: \.isWhitespace).last { $0.hasPrefix("keyroll1-") }
    let words = screen.split(separator: " ")
    guard let code, let place = words.lastIndex(of: "group"), let number = Int(words[place + 1])
    else { throw Failure(complaint: "no recovery code", screen: screen) }
    try type(code.split(separator: "-")[number - 1] + "\n")
  }

  private struct Answer: Decodable {
    let screen: String
    let echo: Bool
    let status: Int32?
    let failure: String?
  }

  private func take(_ step: [Any]) throws {
    let line = try JSONSerialization.data(withJSONObject: step) + Data("\n".utf8)
    try steps.fileHandleForWriting.write(contentsOf: line)
    let answer = try JSONDecoder().decode(Answer.self, from: readLine())
    screen = answer.screen
    isEchoing = answer.echo
    status = answer.status
    if let failure = answer.failure { throw Failure(complaint: failure, screen: screen) }
  }

  private func readLine() throws -> Data {
    var line = Data()
    while line.last != UInt8(ascii: "\n") {
      let more = answers.fileHandleForReading.availableData
      guard !more.isEmpty else { throw Failure(complaint: "the driver has ended", screen: screen) }
      line += more
    }
    return line
  }
}
