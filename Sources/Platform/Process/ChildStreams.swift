internal import CLinux
internal import Glibc

/// The three standard streams of a child, seen from both sides.
struct ChildStreams: ~Copyable {
  private var childInput: OwnedFile? = nil
  private var childOutput: OwnedFile?
  private var childError: OwnedFile?
  private var input: OwnedFile? = nil
  private var output: ChildOutput
  private var error: ChildOutput
  private var sent = 0

  static func make(hasInput: Bool, outputLimit: Int) throws(SystemError) -> ChildStreams {
    let output = try Pipe()
    let error = try Pipe()
    try output.reading.neverWait()
    try error.reading.neverWait()
    var streams = ChildStreams(output: output, error: error, outputLimit: outputLimit)
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

  private init(output: consuming Pipe, error: consuming Pipe, outputLimit: Int) {
    self.output = ChildOutput(output.reading, limit: outputLimit)
    self.error = ChildOutput(error.reading, limit: outputLimit)
    childOutput = .some(output.writing)
    childError = .some(error.writing)
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

  /// Waits until something can be exchanged, then takes what the child said and gives it more of
  /// `input`.
  mutating func exchange(_ input: Span<UInt8>?, milliseconds: Int32) throws(SystemError) {
    let wait = output.isOpen || error.isOpen ? milliseconds : min(milliseconds, 2)
    let descriptors = (output.descriptor, error.descriptor, self.input.descriptor)
    try systemCall("poll") { linux_wait(descriptors.0, descriptors.1, descriptors.2, wait) }
    try output.take()
    try error.take()
    if let input { try send(input) }
  }

  consuming func result(status: ChildStatus) -> ChildResult {
    ChildResult(
      status: status, output: output.kept, errorOutput: error.kept,
      isTruncated: output.isTruncated || error.isTruncated)
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
  private let limit: Int
  private(set) var kept: [UInt8] = []
  private(set) var isTruncated = false

  init(_ file: consuming OwnedFile, limit: Int) {
    self.file = .some(file)
    self.limit = limit
  }

  var descriptor: CInt { file.descriptor }
  var isOpen: Bool { descriptor >= 0 }

  /// Takes what is there, but no more than a pipe holds, so that a child that never stops cannot
  /// keep us here.
  mutating func take() throws(SystemError) {
    guard isOpen else { return }
    do throws(SystemError) {
      let bytes = try readBytes(from: descriptor, upTo: 64 << 10)
      if bytes.isEmpty { file = nil }
      isTruncated = isTruncated || bytes.count > limit - kept.count
      kept += bytes.prefix(limit - kept.count)
    } catch {
      guard error.errno == EAGAIN else { throw error }
    }
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
