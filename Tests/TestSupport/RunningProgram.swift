import Foundation

/// A program that runs beside a test, with nothing but this environment, until its life ends.
package final class RunningProgram {
  private let process = Process()

  package var identifier: Int32 { process.processIdentifier }

  /// - Parameter path: the program; it must end by SIGKILL alone.
  package init(_ path: String, _ arguments: [String], environment: [String: String]) throws {
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  deinit { end() }

  package func end() {
    guard process.isRunning else { return }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// A program of this name that waits for ten minutes.
  package static func waiting(
    as name: String, in directory: String, environment: [String: String]
  ) throws -> RunningProgram {
    let path = directory + "/" + name
    if !FileManager.default.fileExists(atPath: path) {
      try FileManager.default.copyItem(atPath: "/bin/sleep", toPath: path)
    }
    return try RunningProgram(path, ["600"], environment: environment)
  }
}
