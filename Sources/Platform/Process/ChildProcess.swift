internal import CLinux
internal import Glibc
internal import SecretMemory

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
  /// files; it leads a session of its own, so that it has no terminal. After `timeoutSeconds` the group is sent SIGTERM,
  /// later SIGKILL. Of each output stream `outputLimit` bytes are kept and the rest is dropped. A
  /// grandchild that keeps running in the background is left alone.
  package static func run(
    program: String, arguments: [String], input: Span<UInt8>? = nil,
    environment: borrowing EnvironmentBlock, directory: String? = nil, timeoutSeconds: Int,
    outputLimit: Int
  ) throws(SystemError) -> ChildResult {
    var child = try SupervisedChild.start(
      path: try ProgramSearch.find(program), arguments: [program] + arguments,
      hasInput: input != nil, environment: environment, directory: directory,
      timeoutSeconds: timeoutSeconds, keeping: .beginning, upTo: outputLimit)
    while true {
      if let status = try child.advance(input) { return result(try child.finish(status)) }
      let open = child.open
      try waitForStreams(reading: open.reading, writing: open.writing)
    }
  }

  private static func result(_ ended: consuming EndedChild) -> ChildResult {
    ChildResult(
      status: ended.status, output: bytes(ended.output), errorOutput: bytes(ended.errorOutput),
      isTruncated: ended.isTruncated)
  }

  private static func bytes(_ kept: borrowing SecretBytes) -> [UInt8] {
    kept.withSpan { span in span.indices.map { span[$0] } }
  }
}

/// Waits a moment at most, and shorter where one of these can be used. A child that has closed its
/// streams tells nothing when it ends.
func waitForStreams(reading: [CInt], writing: [CInt]) throws(SystemError) {
  try systemCall("poll") {
    unsafe linux_wait_all(
      reading, CInt(reading.count), writing, CInt(writing.count), reading.isEmpty ? 2 : 10)
  }
}

/// A program that reads no further must not end the one that writes.
func ignoreBrokenPipes() throws(SystemError) {
  try systemCall("signal") { linux_ignore_signal(SIGPIPE) }
}
