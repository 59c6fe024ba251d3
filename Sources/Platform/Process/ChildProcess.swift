internal import CLinux
internal import Glibc

/// How a program ended.
package enum ChildStatus: Equatable, Sendable {
  case exited(Int32)
  case signalled(Int32)

  /// It had not ended in time, and was ended.
  case timedOut
}

/// What a program said, up to the limit, and how it ended. A status other than zero is a result,
/// not an error.
package struct ChildResult: Sendable {
  package let status: ChildStatus
  package let output: [UInt8]
  package let errorOutput: [UInt8]

  /// Whether more was said than is kept here.
  package let isTruncated: Bool
}

/// Programs that run beside this one and are waited for.
package enum ChildProcess {
  /// Runs a program to its end.
  ///
  /// It gets `input` on standard input (nothing when nil), this environment, and no other open
  /// files; it leads a process group of its own. After `timeoutSeconds` the group is sent SIGTERM,
  /// later SIGKILL. Of each output stream `outputLimit` bytes are kept and the rest is dropped. A
  /// grandchild that keeps running in the background is left alone.
  package static func run(
    program: String, arguments: [String], input: Span<UInt8>? = nil,
    environment: borrowing EnvironmentBlock, directory: String? = nil, timeoutSeconds: Int,
    outputLimit: Int
  ) throws(SystemError) -> ChildResult {
    let path = try ProgramSearch.find(program)
    if input != nil { _ = linux_ignore_signal(SIGPIPE) }
    var streams = try ChildStreams.make(hasInput: input != nil, outputLimit: outputLimit)
    var child = try Hardening.lendInherited { () throws(SystemError) -> Child in
      try Child(
        path: path, arguments: [program] + arguments, environment: environment,
        directory: directory, streams: streams.childDescriptors)
    }
    streams.closeChildEnds()
    var timeout = Timeout(seconds: timeoutSeconds)
    while true {
      if let status = try child.poll() {
        try streams.exchange(input, milliseconds: 0)
        if timeout.hasPassed { child.signalGroup(SIGKILL) }
        return streams.result(status: timeout.hasPassed ? .timedOut : status)
      }
      try streams.exchange(input, milliseconds: 10)
      if let signal = timeout.signal(now: Clock.monotonicNanoseconds()) {
        child.signalGroup(signal)
      }
    }
  }
}

/// When a child is sent which signal.
private struct Timeout {
  private(set) var hasPassed = false
  private var next: Int64

  /// How long a program has after SIGTERM before SIGKILL.
  private static let grace: Int64 = 2_000_000_000

  init(seconds: Int) {
    next = Clock.monotonicNanoseconds() + Int64(seconds) * 1_000_000_000
  }

  /// The signal that is due, if one is.
  mutating func signal(now: Int64) -> CInt? {
    guard now >= next else { return nil }
    next = now + Self.grace
    defer { hasPassed = true }
    return hasPassed ? SIGKILL : SIGTERM
  }
}
