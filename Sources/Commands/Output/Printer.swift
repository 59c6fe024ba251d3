import Platform
package import SecretMemory

/// Standard output carries data only; everything said to a person goes to standard error.
package struct Printer {
  package let output: any OutputChannel
  package let error: any OutputChannel
  package let isJSON: Bool
  private let isQuiet: Bool
  private let isVerbose: Bool
  private let style: Style

  package init(
    output: any OutputChannel, error: any OutputChannel, globals: Globals, color: Bool
  ) {
    self.output = output
    self.error = error
    isJSON = globals.json
    isQuiet = globals.quiet
    isVerbose = globals.verbose
    style = Style(isOn: color && error.isTerminal)
  }

  // MARK: Data

  package func line(_ message: Message) throws(CommandError) {
    try lines([message.text])
  }

  /// - Parameter lines: safe to show already, as those of a ``Table`` are.
  package func lines(_ lines: [String]) throws(CommandError) {
    guard !lines.isEmpty else { return }
    var text = ""
    for line in lines { text += Escape.lines(line) + "\n" }
    try bytes(Array(text.utf8))
  }

  package func table(_ table: Table) throws(CommandError) {
    try lines(table.lines(columns: output.isTerminal ? output.columns : nil))
  }

  package func bytes(_ bytes: [UInt8]) throws(CommandError) {
    do throws(SystemError) {
      try output.write(bytes.span)
    } catch {
      throw Self.failure(error)
    }
  }

  /// A secret, straight from guarded memory to the descriptor.
  package func secret(_ secret: borrowing SecretBytes) throws(CommandError) {
    do throws(SystemError) {
      try secret.withSpan { (bytes) throws(SystemError) in try output.write(bytes) }
    } catch {
      throw Self.failure(error)
    }
  }

  private static func failure(_ error: SystemError) -> CommandError {
    .system(
      SystemError(errno: error.errno, operation: error.operation, path: "standard output"))
  }

  /// One object with the schema's name and these members.
  package func object(_ members: [(String, JSONOutput)]) throws(CommandError) {
    try bytes(JSONOutput.document(members).rendered + [UInt8(ascii: "\n")])
  }

  /// Says that something was done; with `--json` these members, as data.
  package func done(
    _ message: Message, _ members: [(String, JSONOutput)]
  ) throws(CommandError) {
    if isJSON { try object(members) } else { note(message) }
  }

  // MARK: Messages

  /// What was done, or is worth knowing.
  package func note(_ message: Message) {
    guard !isQuiet, !isJSON else { return }
    say(message.text)
  }

  /// What to type next.
  package func hint(_ message: Message) {
    guard !isQuiet, !isJSON else { return }
    say(style.faint("hint: ") + message.text)
  }

  /// Something may be wrong; said with `--quiet` too.
  package func warning(_ message: Message) {
    say(style.strong("warning: ") + message.text)
  }

  /// Said with `--verbose` only.
  package func detail(_ message: Message) {
    guard isVerbose, !isQuiet, !isJSON else { return }
    say(message.text)
  }

  package func report(_ diagnostic: Diagnostic) {
    guard !isJSON else {
      return send(diagnostic.json.rendered + [UInt8(ascii: "\n")])
    }
    say(style.strong("keyroll: ") + diagnostic.message.text)
    for hint in diagnostic.hints { say(style.faint("hint: ") + hint.text) }
  }

  private func say(_ text: String) {
    send(Array((text + "\n").utf8))
  }

  /// A message that cannot be written has nobody left to be told about.
  private func send(_ bytes: [UInt8]) {
    try? error.write(bytes.span)
  }
}

/// The two emphases of messages on a terminal.
private struct Style {
  let isOn: Bool
  func strong(_ text: String) -> String { isOn ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
  func faint(_ text: String) -> String { isOn ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
}
