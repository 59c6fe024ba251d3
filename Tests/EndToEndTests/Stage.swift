import Foundation
import TestSupport

/// A home directory of its own, with nothing of the machine's environment but where its programs
/// are, no terminal, and the program under test first in PATH.
struct Stage {
  let home: String
  let program: String
  let environment: [String: String]

  /// - Parameter agents: whether commands may use and start agents; their socket is in `home/run`.
  init(home: String, agents: Bool = false) throws {
    self.home = home
    program = try ProcessInfo.processInfo.environment["KEYROLL_BINARY"] ?? builtProduct("keyroll")
    let inherited = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let folder = program.split(separator: "/").dropLast().joined(separator: "/")
    var environment = [
      "HOME": home, "PATH": "/" + folder + ":" + inherited, "LC_ALL": "C.UTF-8",
      "COLUMNS": "100", "TZ": "UTC", "XDG_RUNTIME_DIR": home + "/run",
    ]
    if !agents { environment["KEYROLL_NO_AGENT"] = "1" }
    self.environment = environment
  }

  /// Runs a line of shell with standard error joined to standard output.
  func run(_ command: String) throws -> ProgramResult {
    try runProgram(
      "/bin/sh", ["-c", "exec 2>&1\n" + command], environment: environment, directory: home)
  }

  /// As `run`, where anything but success ends the test.
  @discardableResult
  func must(_ command: String) throws -> String {
    let result = try run(command)
    guard result.status == 0 else {
      throw StageFailure(command: command, status: result.status, output: result.outputText)
    }
    return result.outputText
  }

  /// A program that is yet to be run, to go on while the test does something else.
  func process(_ words: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.environment = environment
    process.currentDirectoryURL = URL(filePath: home, directoryHint: .isDirectory)
    process.standardError = FileHandle.nullDevice
    return process
  }

  /// A vault that a key file opens without a word.
  func makeVault() throws {
    try must("head -c 32 /dev/urandom > kf && keyroll init --key-file kf --no-recovery")
  }

  /// Every file in the home directory, by its path in it.
  func files() throws -> [String: Data] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: home)
    var files: [String: Data] = [:]
    for name in names { files[name] = FileManager.default.contents(atPath: home + "/" + name) }
    return files
  }
}

struct StageFailure: Error, CustomStringConvertible {
  let command: String
  let status: Int32
  let output: String
  var description: String { "\(command)\n? \(status)\n\(output)" }
}
