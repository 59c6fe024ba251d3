import Platform

/// Other programs, and how long they take.
enum Programs {
  private static let loop =
    "i=0; n=$1; shift; while [ $i -lt $n ]; do \"$@\" > /dev/null || exit 1; i=$((i+1)); done"

  /// The output of a program that must succeed.
  @discardableResult
  static func run(
    _ program: String, _ arguments: [String], _ variables: [(name: String, value: String)] = [],
    input: String = "", seconds: Int = 300
  ) throws -> String {
    var environment = try EnvironmentBlock(inheriting: ["PATH", "HOME"])
    for (name, value) in variables { try environment.set(name: name, value: value) }
    let bytes = Array(input.utf8)
    let result = try ChildProcess.run(
      program: program, arguments: arguments, input: bytes.span, environment: environment,
      timeoutSeconds: seconds, outputLimit: 1 << 20)
    guard result.status == .exited(0) else {
      throw BenchFailure.program(
        "\(program): \(String(decoding: result.errorOutput, as: UTF8.self))")
    }
    return String(decoding: result.output, as: UTF8.self)
  }

  static func isThere(_ program: String) -> Bool { (try? ProgramSearch.find(program)) != nil }

  /// Nanoseconds of one process of each command, out of many: in turns, so that what else the
  /// machine does falls on all alike. Each is started by a shell that does nothing else.
  static func times(
    of commands: [[String]], _ variables: [(name: String, value: String)], rounds: Int, times: Int
  ) throws -> [Int64] {
    var all = commands.map { _ in [Int64]() }
    for _ in 0..<rounds {
      for (index, command) in commands.enumerated() {
        let time = try Stopwatch.time {
          try run("sh", ["-c", loop, "sh", String(times)] + command, variables)
        }.nanoseconds
        all[index].append(time / Int64(times))
      }
    }
    return all.map(\.median)
  }
}
