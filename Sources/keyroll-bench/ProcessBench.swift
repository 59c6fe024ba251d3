import Platform

/// Whole processes, started by a shell that does nothing else, so that its share is the same.
struct ProcessBench {
  let workspace: String
  let vaults: [BenchVault]
  private static let gets = 20
  private static let loop =
    "i=0; n=$1; shift; while [ $i -lt $n ]; do \"$@\" > /dev/null || exit 1; i=$((i+1)); done"

  /// The program beside this one; nil when it was not built.
  static var program: String? {
    guard let own = try? FileSystem.realPath("/proc/self/exe") else { return nil }
    let program = "\(FileSystem.split(own).directory)/keyroll"
    return FileSystem.allows(.execute, program) ? program : nil
  }

  func measure(_ report: inout Report) throws {
    guard let program = Self.program else {
      return report.figure("keyroll as a process", "skipped: it has to be built first")
    }
    for vault in vaults {
      let time = try time(
        program, ["get", vault.name(3), "--vault", vault.path, "--key-file", vault.keyFilePath],
        times: Self.gets, state: FileSystem.split(vault.statePath).directory)
      report.figure("keyroll get, \(vault.keys) keys", Figure.time(time))
    }
    guard let smallest = try smallestProgram() else {
      return report.figure("processes beside an agent", "skipped, there is no swiftc")
    }
    try AgentProcessBench(
      workspace: workspace, program: program, smallest: smallest, vault: vaults[0]
    ).measure(&report)
  }

  /// Nanoseconds of one process, out of many.
  private func time(
    _ program: String, _ arguments: [String], times: Int, state: String? = nil
  ) throws -> Int64 {
    var environment = try EnvironmentBlock(inheriting: ["PATH", "HOME"])
    if let state { try environment.set(name: "XDG_STATE_HOME", value: state) }
    let words = ["-c", Self.loop, "sh", String(times), program] + arguments
    let (result, time) = try Stopwatch.time {
      try ChildProcess.run(
        program: "sh", arguments: words, environment: environment, timeoutSeconds: 120,
        outputLimit: 4096)
    }
    guard result.status == .exited(0) else {
      throw BenchFailure.program(String(decoding: result.errorOutput, as: UTF8.self))
    }
    return time / Int64(times)
  }

  /// Compiles the smallest program that says something; nil without a compiler.
  private func smallestProgram() throws -> String? {
    guard (try? ProgramSearch.find("swiftc")) != nil else { return nil }
    let source = "\(workspace)/line.swift"
    let file = try OwnedFile.open(source, .create(mode: 0o600, exclusive: true))
    try file.write(Array("print(\"keyroll 0.0.0 (vault format 1)\")\n".utf8))
    let result = try ChildProcess.run(
      program: "swiftc",
      arguments: ["-O", "-static-executable", "-o", "\(workspace)/line", source],
      environment: try EnvironmentBlock(inheriting: ["PATH", "HOME"]), directory: workspace,
      timeoutSeconds: 300, outputLimit: 1 << 16)
    return result.status == .exited(0) ? "\(workspace)/line" : nil
  }
}
