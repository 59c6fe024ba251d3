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

  /// Shows `prompt` and reads one line as typed, without its end; nil at the end of input. More than `limit` bytes are
  /// refused (EFBIG), and Ctrl-C ends the question, not the process (EINTR).
  package borrowing func readLine(
    prompt: String = "", limit: Int = 4096
  ) throws(SystemError) -> String? {
    var line: [UInt8] = []
    do throws(SystemError) {
      let signal = try watching([SIGINT]) { (watch) throws(SystemError) in
        try write(prompt)
        return try readShown(into: &line, limit: limit, until: watch)
      }
      guard signal == nil else { throw SystemError(errno: EINTR, operation: "read") }
    } catch {
      // The person has left in the middle of a line.
      if error.errno == EINTR || error.errno == ENODATA { try write("\n") }
      guard error.errno == ENODATA else { throw error }
      return nil
    }
    return String(decoding: line, as: UTF8.self)
  }

  /// Shows `prompt` and reads one line without showing it, straight into guarded memory. More than
  /// `limit` bytes are refused (EFBIG), as are the end of input (ENODATA) and Ctrl-C (EINTR).
  ///
  /// Whatever ends this, the terminal shows what is typed again: a signal acts only after that, and
  /// when the process is continued after a stop the question is asked again.
  package borrowing func readSecretLine(
    prompt: String = "", limit: Int = 1024
  ) throws(SystemError) -> SecretBytes {
    while true {
      var line = try SecretLine(limit: limit)
      guard let signal = try ask(prompt, &line) else { return try line.finish() }
      guard signal != SIGINT else { throw SystemError(errno: EINTR, operation: "read") }
      linux_raise(signal)
    }
  }

  /// Reads until the line is complete; returns the signal that came first, if one did.
  ///
  /// The prompt comes after the hiding: what is typed as soon as it appears is a secret too.
  private borrowing func ask(
    _ prompt: String, _ line: inout SecretLine
  ) throws(SystemError) -> CInt? {
    try watching([SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP]) { (watch) throws(SystemError) in
      let hidden = try HiddenInput(device)
      try write(prompt)
      let taken = try readKeys(into: &line, until: watch)
      hidden.restore()
      return taken
    }
  }

  /// Returns the signal that `body` took, or that came without being taken.
  private borrowing func watching(
    _ signals: [CInt], _ body: (borrowing SignalWatch) throws(SystemError) -> CInt?
  ) throws(SystemError) -> CInt? {
    let watch = try SignalWatch(signals)
    let taken: CInt?
    do throws(SystemError) {
      taken = try body(watch)
    } catch {
      if let signal = watch.finish() { return signal }
      throw error
    }
    return watch.finish() ?? taken
  }

  private borrowing func readShown(
    into line: inout [UInt8], limit: Int, until watch: borrowing SignalWatch
  ) throws(SystemError) -> CInt? {
    while true {
      if let signal = try awaitKey(until: watch) { return signal }
      guard let byte = try device.read(upTo: 1).first else {
        if line.isEmpty { throw SystemError(errno: ENODATA, operation: "read") }
        return nil
      }
      if byte == 0x0A { return nil }
      guard line.count < limit else { throw SystemError(errno: EFBIG, operation: "read") }
      line.append(byte)
    }
  }

  private borrowing func readKeys(
    into line: inout SecretLine, until watch: borrowing SignalWatch
  ) throws(SystemError) -> CInt? {
    while true {
      if let signal = try awaitKey(until: watch) { return signal }
      switch try line.readKey(from: device.descriptor) {
      case .more: continue
      case .complete: return nil
      case .endOfInput: throw SystemError(errno: ENODATA, operation: "read")
      }
    }
  }

  /// Returns the signal that came before a key, if one did.
  private borrowing func awaitKey(
    until watch: borrowing SignalWatch
  ) throws(SystemError) -> CInt? {
    try systemCall("poll") {
      linux_wait(device.descriptor, watch.descriptor, -1, -1)
    }
    return watch.pending()
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
