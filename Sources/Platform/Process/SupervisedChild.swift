internal import Glibc
internal import SecretMemory

/// A child with its streams and its time, brought forward by whoever calls `advance`.
struct SupervisedChild: ~Copyable {
  private var child: Child
  private var streams: ChildStreams
  private var timeout: Timeout

  /// - Parameter path: of the program itself, nowhere looked up.
  static func start(
    path: String, arguments: [String], hasInput: Bool, environment: borrowing EnvironmentBlock,
    directory: String?, timeoutSeconds: Int, keeping part: KeptOutput.Part, upTo limit: Int
  ) throws(SystemError) -> SupervisedChild {
    if hasInput { _ = try? ignoreBrokenPipes() }
    var streams = try ChildStreams.make(hasInput: hasInput, keeping: part, upTo: limit)
    let child = try Hardening.lendInherited { () throws(SystemError) -> Child in
      try Child(
        path: path, arguments: arguments, environment: environment, directory: directory,
        streams: streams.childDescriptors)
    }
    streams.closeChildEnds()
    return SupervisedChild(
      child: child, streams: streams, timeout: Timeout(seconds: timeoutSeconds))
  }

  private init(child: consuming Child, streams: consuming ChildStreams, timeout: Timeout) {
    self.child = child
    self.streams = streams
    self.timeout = timeout
  }

  var open: (reading: [CInt], writing: [CInt]) { streams.open }

  /// Exchanges what there is and sends the signals that are due; how it ended, nil while it runs.
  mutating func advance(_ input: Span<UInt8>?) throws(SystemError) -> ChildStatus? {
    try streams.exchange(input)
    if try child.hasEnded() {
      try streams.drain()
      // What ignored SIGTERM, or started too late to get it.
      if timeout.hasPassed { child.signalGroup(SIGKILL) }
      let status = try child.reap()
      return timeout.hasPassed ? .timedOut : status
    }
    switch timeout.next(now: Clock.monotonicNanoseconds()) {
    case .wait: return nil
    case .signal(let number):
      child.signalGroup(number)
      return nil
    case .abandon:
      child.abandon()
      return .timedOut
    }
  }

  /// Ends it as if its time had passed now.
  mutating func end() {
    timeout.passNow()
  }

  consuming func finish(_ status: ChildStatus) throws(SystemError) -> EndedChild {
    try streams.finish(status)
  }
}

/// How a child ended and what it said.
struct EndedChild: ~Copyable {
  let status: ChildStatus
  let output: SecretBytes
  let errorOutput: SecretBytes
  let isTruncated: Bool
}

/// When a child is sent which signal.
private struct Timeout {
  enum Step {
    case wait
    case signal(CInt)
    /// Not even SIGKILL has ended it.
    case abandon
  }

  private var sent = 0
  private var due: Int64

  /// How long a program has after SIGTERM before SIGKILL, and after that until it is left alone.
  private static let grace: Int64 = 2_000_000_000

  init(seconds: Int) {
    due = Clock.monotonicNanoseconds() + Int64(seconds) * 1_000_000_000
  }

  var hasPassed: Bool { sent > 0 }

  mutating func passNow() {
    if !hasPassed { due = .min }
  }

  mutating func next(now: Int64) -> Step {
    guard now >= due else { return .wait }
    due = now + Self.grace
    sent += 1
    switch sent {
    case 1: return .signal(SIGTERM)
    case 2: return .signal(SIGKILL)
    default: return .abandon
    }
  }
}
