internal import CLinux
internal import Glibc
internal import SecretMemory

/// The three standard streams of a child, seen from both sides.
struct ChildStreams: ~Copyable {
  private var childInput: OwnedFile? = nil
  private var childOutput: OwnedFile?
  private var childError: OwnedFile?
  private var input: OwnedFile? = nil
  private var output: ChildOutput
  private var error: ChildOutput
  private var sent = 0

  static func make(
    hasInput: Bool, keeping part: KeptOutput.Part, upTo limit: Int
  ) throws(SystemError) -> ChildStreams {
    let output = try Pipe()
    let error = try Pipe()
    var streams = ChildStreams(
      output: try ChildOutput(output.reading, try KeptOutput(part, limit: limit)),
      error: try ChildOutput(error.reading, try KeptOutput(part, limit: limit)))
    streams.childOutput = .some(output.writing)
    streams.childError = .some(error.writing)
    if hasInput {
      let pipe = try Pipe()
      try pipe.writing.neverWait()
      streams.childInput = .some(pipe.reading)
      streams.input = .some(pipe.writing)
    } else {
      streams.childInput = try OwnedFile.open("/dev/null", .read)
    }
    return streams
  }

  private init(output: consuming ChildOutput, error: consuming ChildOutput) {
    self.output = output
    self.error = error
    childOutput = nil
    childError = nil
  }

  /// The child's sides, for it to inherit.
  var childDescriptors: [CInt] {
    [childInput.descriptor, childOutput.descriptor, childError.descriptor]
  }

  /// Lets go of the child's sides, so that the ends of its streams can be seen.
  mutating func closeChildEnds() {
    childInput = nil
    childOutput = nil
    childError = nil
  }

  /// What the child may say something on, and what it may take something from.
  var open: (reading: [CInt], writing: [CInt]) {
    (
      [output.descriptor, error.descriptor].filter { $0 >= 0 },
      [input.descriptor].filter { $0 >= 0 }
    )
  }

  /// Takes what the child said and gives it more of `input`, as far as that needs no waiting.
  mutating func exchange(_ input: Span<UInt8>?) throws(SystemError) {
    try output.take()
    try error.take()
    if let input { try send(input) }
  }

  /// Takes what a child left in its pipes when it ended; no more than these hold, because others
  /// may go on writing.
  mutating func drain() throws(SystemError) {
    try output.drain()
    try error.drain()
  }

  consuming func finish(_ status: ChildStatus) throws(SystemError) -> EndedChild {
    let isTruncated = output.isTruncated || error.isTruncated
    return EndedChild(
      status: status, output: try output.finish(), errorOutput: try error.finish(),
      isTruncated: isTruncated)
  }

  /// Sends what fits now. A child that reads no further is not an error: many need only the start.
  private mutating func send(_ bytes: Span<UInt8>) throws(SystemError) {
    let descriptor = input.descriptor
    guard descriptor >= 0 else { return }
    do throws(SystemError) {
      while sent < bytes.count {
        let start = sent
        sent += try unsafe bytes.withUnsafeBytes { block throws(SystemError) in
          try systemCall("write") {
            unsafe linux_write(
              descriptor, block.baseAddress.map { unsafe $0 + start }, block.count - start)
          }
        }
      }
      input = nil
    } catch {
      if error.errno == EAGAIN { return }
      input = nil
      guard error.errno == EPIPE else { throw error }
    }
  }
}

/// One stream that a child writes: kept up to a limit, then read and dropped.
private struct ChildOutput: ~Copyable {
  private var file: OwnedFile?
  private var kept: KeptOutput

  /// The most that a pipe holds unless somebody makes it larger: pipe(7).
  private static let pipeSize = 64 << 10

  init(_ file: consuming OwnedFile, _ kept: consuming KeptOutput) throws(SystemError) {
    try file.neverWait()
    self.file = .some(file)
    self.kept = kept
  }

  var descriptor: CInt { file.descriptor }
  var isTruncated: Bool { kept.isTruncated }

  /// Takes what is there, in one go, so that a child that never stops cannot keep us here. Returns
  /// the number of bytes.
  @discardableResult
  mutating func take() throws(SystemError) -> Int {
    guard descriptor >= 0 else { return 0 }
    do throws(SystemError) {
      let got = try kept.read(from: descriptor)
      if got == 0 { file = nil }
      return got
    } catch {
      guard error.errno == EAGAIN else { throw error }
      return 0
    }
  }

  mutating func drain() throws(SystemError) {
    var left = Self.pipeSize
    while left > 0 {
      let got = try take()
      guard got > 0 else { return }
      left -= got
    }
  }

  consuming func finish() throws(SystemError) -> SecretBytes {
    try kept.finish()
  }
}

extension Optional where Wrapped == OwnedFile {
  /// The descriptor, or -1, which poll(2) leaves out.
  fileprivate var descriptor: CInt {
    switch self {
    case .some(let file): file.descriptor
    case .none: -1
    }
  }
}
