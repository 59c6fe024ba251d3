import Platform
import SecretMemory

extension Surroundings {
  /// Those of this process: its streams, its terminal, its environment, the clock.
  package static func ofProcess() -> Surroundings {
    var own = Surroundings(
      output: StreamChannel(StandardStream.output), error: StreamChannel(StandardStream.error),
      input: InputStream(),
      console: TerminalConsole.open,
      variable: ProcessEnvironment.value,
      takeSecretVariable: takeSecretVariable,
      now: Clock.now)
    own.holdInterruptions = ProcessInterruptions.begin
    own.hasAgents = true
    return own
  }

  /// The one thing that can fail is the memory for it.
  private static func takeSecretVariable(
    _ name: String
  ) throws(SecretMemoryError) -> SecretBytes? {
    do throws(SystemError) {
      return try ProcessEnvironment.secretValue(name)
    } catch {
      throw .outOfMemory
    }
  }
}

/// One of the process's own streams.
private final class StreamChannel: OutputChannel {
  private let stream: BorrowedFile

  init(_ stream: BorrowedFile) {
    self.stream = stream
  }

  func write(_ bytes: Span<UInt8>) throws(SystemError) {
    try stream.write(bytes)
  }

  var isTerminal: Bool { Terminal.isTerminal(stream) }

  var columns: Int? {
    if let text = ProcessEnvironment.value("COLUMNS"), let columns = Int(text), columns > 0 {
      return columns
    }
    return Terminal.size(stream)?.columns
  }
}

private final class InputStream: InputChannel {
  func readSecret(limit: Int) throws(SystemError) -> SecretBytes {
    try StandardStream.input.readSecret(limit: limit)
  }
}

/// The process's own terminal.
private final class TerminalConsole: Console {
  private let terminal: Terminal

  private init(_ terminal: consuming Terminal) {
    self.terminal = terminal
  }

  static func open() -> (any Console)? {
    guard let terminal = Terminal.open() else { return nil }
    return TerminalConsole(terminal)
  }

  var columns: Int? { Terminal.size(StandardStream.error)?.columns }

  func show(_ text: String) throws(SystemError) {
    try terminal.write(text)
  }

  func show(secret: borrowing SecretBytes) throws(SystemError) {
    try secret.withSpan { (bytes) throws(SystemError) in try terminal.write(bytes) }
  }

  func readLine(prompt: String) throws(SystemError) -> String? {
    try terminal.readLine(prompt: prompt)
  }

  func readSecretLine(prompt: String, limit: Int) throws(SystemError) -> SecretBytes {
    try terminal.readSecretLine(prompt: prompt, limit: limit)
  }
}
