import ByteCoding
import Platform

/// One way of calling git that neither asks, writes, nor obeys the work tree's own configuration.
struct GitQuestion {
  /// What git found out about some files of a work tree.
  enum Findings {
    case known(tracked: Set<String>, ignored: Set<String>)
    case unknown(GitProblem.Unknown)
  }

  private enum Answer {
    case names([String])
    case unknown(GitProblem.Unknown)
  }

  /// Seconds; longer than any index takes. A hanging file system must not hang us.
  private static let patience = 10

  private static let outputLimit = 1 << 20

  let git: String
  let tree: String

  /// `files` are paths within the work tree.
  func problems(_ files: [String]) -> Findings {
    let tracked: Set<String>
    switch names(["--literal-pathspecs", "ls-files", "-z", "--"] + files, input: nil) {
    case .unknown(let reason): return .unknown(reason)
    case .names(let names): tracked = Self.among(files, names)
    }
    // It takes no --literal-pathspecs; behind "./" a name has no magic, and it knows no wildcards.
    var input: [UInt8] = []
    for file in files { input += Array("./\(file)".utf8) + [0] }
    switch names(["check-ignore", "-z", "--stdin"], input: input) {
    case .unknown(let reason): return .unknown(reason)
    case .names(let names):
      return .known(tracked: tracked, ignored: Set(names.map { String($0.dropFirst(2)) }))
    }
  }

  /// A name also stands for everything below a directory of that name.
  private static func among(_ files: [String], _ names: [String]) -> Set<String> {
    guard !names.isEmpty else { return [] }
    let exact = Set(names)
    return Set(
      files.filter { file in exact.contains(file) || names.contains { $0.hasPrefix(file + "/") } })
  }

  /// Runs git with `arguments`: the names that it prints. Some questions are answered with status
  /// 1 when there are none.
  private func names(_ arguments: [String], input: [UInt8]?) -> Answer {
    // A repository may name a program as its file system monitor; it must not become ours to run.
    let guards = [
      "-C", tree, "--no-optional-locks", "-c", "core.fsmonitor=false", "-c",
      "core.hooksPath=/dev/null",
    ]
    guard let program = Self.find(git) else { return .unknown(.missing) }
    do throws(SystemError) {
      let result = try ChildProcess.run(
        program: program, arguments: guards + arguments, input: input?.span,
        environment: try Self.environment(), timeoutSeconds: Self.patience,
        outputLimit: Self.outputLimit)
      return Self.meaning(of: result)
    } catch {
      return .unknown(error.name == "ENOENT" ? .missing : .failed(status: 126))
    }
  }

  private static func meaning(of result: ChildResult) -> Answer {
    switch result.status {
    case .exited(0), .exited(1):
      guard !result.isTruncated else { return .unknown(.failed(status: 0)) }
      return .names(result.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
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

extension GitQuestion.Findings {
  var failure: GitProblem.Unknown? {
    if case .unknown(let reason) = self { return reason }
    return nil
  }

  /// The problem with one of the files that were asked about; nil when there is none.
  func problem(with file: String, in tree: String) -> GitProblem? {
    switch self {
    case .unknown(let reason): .unknown(reason: reason, workTree: tree)
    case .known(let tracked, _) where tracked.contains(file): .tracked(workTree: tree)
    case .known(_, let ignored) where ignored.contains(file): nil
    case .known: .notIgnored(line: Self.ignoreLine(for: file), workTree: tree)
    }
  }

  /// A pattern for exactly this file (gitignore(5)).
  private static func ignoreLine(for file: String) -> String {
    var line = "/"
    for character in file.unicodeScalars {
      if "\\*?[".unicodeScalars.contains(character) { line += "\\" }
      line.unicodeScalars.append(character)
    }
    return line.hasSuffix(" ") ? line.dropLast() + "\\ " : line
  }
}
