internal import CLinux
internal import Glibc
package import SecretMemory

/// The terminal that a person sits at, apart from standard input and output, which may be
/// redirected.
package struct Terminal: ~Copyable, Sendable {
  private let device: OwnedFile

  /// The process's own terminal, or nil when it has none.
  package static func open() -> Terminal? {
    try? Terminal(device: "/dev/tty")
  }

  package init(device path: String) throws(SystemError) {
    device = try OwnedFile.open(path, .readWrite)
  }

  /// Whether a stream is a terminal.
  package static func isTerminal(_ stream: BorrowedFile) -> Bool {
    linux_is_terminal(stream.descriptor) == 1
  }

  /// The size of a stream's terminal in characters, nil when it has none or does not say.
  package static func size(_ stream: BorrowedFile) -> (columns: Int, rows: Int)? {
    var size = winsize()
    let result = unsafe linux_terminal_size(stream.descriptor, &size)
    guard result == 0, size.ws_col > 0, size.ws_row > 0 else { return nil }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  package borrowing func write(_ text: String) throws(SystemError) {
    try device.write(Array(text.utf8))
  }

  /// Writes bytes as they are: for a secret that the person is meant to see.
  package borrowing func write(_ bytes: Span<UInt8>) throws(SystemError) {
    try device.write(bytes)
  }

  /// One line as typed, without its end; nil at the end of input. More than `limit` bytes are
  /// refused (EFBIG).
  package borrowing func readLine(limit: Int = 4096) throws(SystemError) -> String? {
    var line: [UInt8] = []
    while true {
      let next = try device.read(upTo: 1)
      guard let byte = next.first else {
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
      }
      if byte == 0x0A { return String(decoding: line, as: UTF8.self) }
      guard line.count < limit else { throw SystemError(errno: EFBIG, operation: "read") }
      line.append(byte)
    }
  }

  /// Shows `prompt` and reads one line without showing it, straight into guarded memory. More than
  /// `limit` bytes are refused (EFBIG), as is the end of input (ENODATA).
  ///
  /// Whatever ends this, the terminal shows what is typed again: a signal acts only after that, and
  /// when the process is continued after a stop the question is asked again.
  package borrowing func readSecretLine(
    prompt: String = "", limit: Int = 1024
  ) throws(SystemError) -> SecretBytes {
    while true {
      var line = try SecretLine(limit: limit)
      try write(prompt)
      guard let signal = try fill(&line) else { return try line.finish() }
      linux_raise(signal)
    }
  }

  /// Reads until the line is complete; returns the signal that came first, if one did.
  private borrowing func fill(_ line: inout SecretLine) throws(SystemError) -> CInt? {
    let watch = try SignalWatch([SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP])
    let taken: CInt?
    do throws(SystemError) {
      let hidden = try HiddenInput(device)
      taken = try readKeys(into: &line, until: watch)
      hidden.restore()
    } catch {
      if let signal = watch.finish() { return signal }
      throw error
    }
    return watch.finish() ?? taken
  }

  private borrowing func readKeys(
    into line: inout SecretLine, until watch: borrowing SignalWatch
  ) throws(SystemError) -> CInt? {
    while true {
      try systemCall("poll") {
        linux_wait(device.descriptor, watch.descriptor, -1, -1)
      }
      if let signal = watch.pending() { return signal }
      switch try line.readKey(from: device.descriptor) {
      case .more: continue
      case .complete: return nil
      case .endOfInput: throw SystemError(errno: ENODATA, operation: "read")
      }
    }
  }
}

/// A terminal that shows nothing of what is typed, until the end of this value's life.
private struct HiddenInput: ~Copyable {
  private let descriptor: CInt
  private var saved = termios()

  init(_ device: borrowing OwnedFile) throws(SystemError) {
    let descriptor = device.descriptor
    self.descriptor = descriptor
    var saved = termios()
    try systemCall("tcsetattr") { unsafe linux_hide_input(descriptor, &saved) }
    self.saved = saved
  }

  consuming func restore() {}

  deinit {
    var settings = saved
    _ = try? systemCall("tcsetattr") { unsafe linux_restore_input(descriptor, &settings) }
    // The person's own line end was not shown.
    _ = try? writeAll([0x0A].span, to: descriptor)
  }
}
