package import SecretMemory

/// What is to be run, and with what.
package struct ChildProgram: ~Copyable {
  let path: String
  let words: [String]
  let input: SecretBytes?
  let environment: EnvironmentBlock
  let timeoutSeconds: Int

  /// - Parameters:
  ///   - path: of the program itself, nowhere looked up.
  ///   - words: its arguments, which begin with its name.
  ///   - input: what it reads from standard input; nothing when nil.
  package init(
    path: String, words: [String], input: consuming SecretBytes? = nil,
    environment: consuming EnvironmentBlock, timeoutSeconds: Int
  ) {
    self.path = path
    self.words = words
    self.input = input
    self.environment = environment
    self.timeoutSeconds = timeoutSeconds
  }
}

/// How one of several programs ended, and the end of what it said.
package struct EndedProgram: ~Copyable {
  /// What it was called when it was started.
  package let token: Int
  package let status: ChildStatus
  /// The last bytes of each stream. They may repeat what the program was given.
  package let output: SecretBytes
  package let errorOutput: SecretBytes
  /// Whether more was said than is kept here.
  package let isTruncated: Bool
}

/// Programs that run beside this one and beside each other, looked after from one thread. Those that
/// run are killed at the end of its life.
///
/// Each leads a process group of its own in the directory `/` and has no open files but its standard
/// streams. When its time has passed the group is sent SIGTERM, two seconds later SIGKILL. What a
/// program leaves running when it ends in time is left alone.
package struct RunningPrograms: ~Copyable {
  /// Of each output stream so many bytes are kept: the last ones.
  package static let outputLimit = 64 << 10

  /// No more can be looked after at once.
  package static let mostAtOnce = 64

  private var running: [RunningProgram] = []
  private let most: Int

  /// - Parameter most: how many run at once, from 1 to ``mostAtOnce``.
  package init(most: Int) {
    self.most = min(max(most, 1), Self.mostAtOnce)
  }

  package var count: Int { running.count }
  package var hasRoom: Bool { running.count < most }

  /// Starts a program; traps without room. An error means that it does not run: it is not there, may
  /// not be executed, or is nothing that can be.
  package mutating func start(
    _ program: consuming ChildProgram, token: Int
  ) throws(SystemError) {
    precondition(hasRoom, "Platform: too many programs at once")
    running.append(try RunningProgram(program, token: token))
  }

  /// Waits for one to end, for a moment at most: nil when none has.
  package mutating func next() throws(SystemError) -> EndedProgram? {
    if let ended = try advance() { return ended }
    try waitForStreams(
      reading: running.flatMap(\.open.reading), writing: running.flatMap(\.open.writing))
    return try advance()
  }

  /// Ends all of them, as if their time had passed.
  package mutating func endAll() {
    for program in running { program.child?.end() }
  }

  private mutating func advance() throws(SystemError) -> EndedProgram? {
    for (index, program) in running.enumerated() {
      guard let status = try program.advance() else { continue }
      running.remove(at: index)
      return try program.finish(status)
    }
    return nil
  }
}

/// Holds what cannot be in an array itself.
private final class RunningProgram {
  let token: Int
  var child: SupervisedChild?
  private let input: SecretBytes?

  init(_ program: consuming ChildProgram, token: Int) throws(SystemError) {
    self.token = token
    let hasInput =
      switch program.input {
      case .some: true
      case .none: false
      }
    child = try SupervisedChild.start(
      path: program.path, arguments: program.words, hasInput: hasInput,
      environment: program.environment, directory: "/", timeoutSeconds: program.timeoutSeconds,
      keeping: .end, upTo: RunningPrograms.outputLimit)
    input = program.input
  }

  var open: (reading: [CInt], writing: [CInt]) { child?.open ?? ([], []) }

  func advance() throws(SystemError) -> ChildStatus? {
    switch input {
    case .some(let bytes):
      try bytes.withSpan { (span) throws(SystemError) in try child?.advance(span) }
    case .none: try child?.advance(nil)
    }
  }

  func finish(_ status: ChildStatus) throws(SystemError) -> EndedProgram? {
    guard let ended = try child.take()?.finish(status) else { return nil }
    return EndedProgram(token: token, ended)
  }
}

extension EndedProgram {
  fileprivate init(token: Int, _ ended: consuming EndedChild) {
    self.token = token
    status = ended.status
    output = ended.output
    errorOutput = ended.errorOutput
    isTruncated = ended.isTruncated
  }
}
