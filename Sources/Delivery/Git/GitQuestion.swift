import ByteCoding
import Platform

/// One way of calling git that neither asks, writes, nor obeys the work tree's own configuration.
struct GitQuestion {
  enum Answer {
    case yes, no
    case unknown(GitProblem.Unknown)
  }

  /// Seconds; longer than any index takes. A hanging file system must not hang us.
  private static let patience = 10

  let git: String
  let tree: String

  /// Runs git with `arguments`: status 0 means yes, 1 means no.
  func answer(_ arguments: [String]) -> Answer {
    // A repository may name a program as its file system monitor; it must not become ours to run.
    let guards = [
      "-C", tree, "--no-optional-locks", "-c", "core.fsmonitor=false", "-c",
      "core.hooksPath=/dev/null",
    ]
    guard let program = Self.find(git) else { return .unknown(.missing) }
    do throws(SystemError) {
      let result = try ChildProcess.run(
        program: program, arguments: guards + arguments, environment: try Self.environment(),
        timeoutSeconds: Self.patience, outputLimit: 64 << 10)
      return Self.meaning(of: result)
    } catch {
      return .unknown(error.name == "ENOENT" ? .missing : .failed(status: 126))
    }
  }

  private static func meaning(of result: ChildResult) -> Answer {
    switch result.status {
    case .exited(0): return .yes
    case .exited(1): return .no
    case .exited(let status):
      let text = String(decoding: result.errorOutput, as: UTF8.self)
      // "dubious ownership" now, "is owned by someone else" in older versions.
      let isForeign = text.holds("ownership") || text.holds("owned by someone else")
      return .unknown(isForeign ? .foreignOwner : .failed(status: status))
    case .signalled(let signal): return .unknown(.failed(status: 128 + signal))
    case .timedOut: return .unknown(.timedOut)
    }
  }

  /// No `GIT_*` of the caller, who may be inside a hook. The user's own configuration stays,
  /// because it may name a list of ignored files.
  private static func environment() throws(SystemError) -> EnvironmentBlock {
    var block = try EnvironmentBlock(inheriting: ["PATH", "HOME", "XDG_CONFIG_HOME"])
    try block.set(name: "LC_ALL", value: "C")
    try block.set(name: "GIT_TERMINAL_PROMPT", value: "0")
    return block
  }

  /// Looks in absolute directories only: a relative one in `PATH` would let the directory we are in
  /// choose the program.
  private static func find(_ program: String) -> String? {
    if program.hasPrefix("/") { return program }
    let path = ProcessEnvironment.value("PATH") ?? "/usr/local/bin:/usr/bin:/bin"
    return path.split(separator: ":").filter { $0.hasPrefix("/") }.map { $0 + "/" + program }
      .first { FileSystem.allows(.execute, $0) }
  }
}
