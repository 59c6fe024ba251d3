import Foundation

/// What a finished program left behind. Killed by a signal, `status` is 128 and the signal's number.
package struct ProgramResult: Sendable {
  package let status: Int32
  package let output: [UInt8]
  package let errorOutput: [UInt8]

  package var outputText: String { String(decoding: output, as: UTF8.self) }
  package var errorText: String { String(decoding: errorOutput, as: UTF8.self) }
}

/// Runs a program to its end. `path` without a slash is looked up in `PATH`; `environment` nil
/// inherits that of the test.
///
/// All three streams are files, so that no amount of output can block the program.
package func runProgram(
  _ path: String, _ arguments: [String], input: [UInt8] = [],
  environment: [String: String]? = nil, directory: String? = nil
) throws -> ProgramResult {
  let scratch = try TemporaryDirectory()
  try scratch.write("input", "")
  try Data(input).write(to: URL(fileURLWithPath: scratch.path("input")))
  let process = Process()
  let viaEnv = !path.contains("/")
  process.executableURL = URL(fileURLWithPath: viaEnv ? "/usr/bin/env" : path)
  process.arguments = viaEnv ? [path] + arguments : arguments
  process.environment = environment
  process.currentDirectoryURL = directory.map { URL(fileURLWithPath: $0, isDirectory: true) }
  process.standardInput = try FileHandle(
    forReadingFrom: URL(fileURLWithPath: scratch.path("input")))
  process.standardOutput = try emptyFile(scratch.path("output"))
  process.standardError = try emptyFile(scratch.path("error"))
  try process.run()
  process.waitUntilExit()
  let status = process.terminationStatus
  return ProgramResult(
    status: process.terminationReason == .exit ? status : 128 + status,
    output: Array(try Data(contentsOf: URL(fileURLWithPath: scratch.path("output")))),
    errorOutput: Array(try Data(contentsOf: URL(fileURLWithPath: scratch.path("error")))))
}

private func emptyFile(_ path: String) throws -> FileHandle {
  try Data().write(to: URL(fileURLWithPath: path))
  return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
}
