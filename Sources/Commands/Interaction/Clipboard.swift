import ByteCoding
import Platform
import SecretMemory

/// The clipboard of the terminal, reached with its own control sequence (OSC 52): no other program
/// gets the value, and it works across ssh. Off unless `--copy` asks for it.
struct Clipboard {
  /// Seconds after which the clipboard is emptied, 0 for never.
  private let seconds: Int64
  private let session: Session

  /// Nil unless the line asks for it.
  init?(_ invocation: Invocation, _ session: Session) throws(CommandError) {
    try invocation.require("copy", with: "clear")
    guard invocation.flag("copy") else { return nil }
    guard session.questions.areAllowed else { throw .unavailable(.clipboard) }
    seconds = try invocation.duration("clear") ?? 45
    self.session = session
  }

  func take(_ value: borrowing SecretBytes) throws(CommandError) {
    try session.questions.send(try sequence(value))
    guard seconds > 0 else { return session.printer.note("copied") }
    session.printer.note("copied; the clipboard is emptied in \(seconds) s")
    for _ in 0..<seconds { Clock.pause(milliseconds: 1000) }
    try session.questions.send(try sequence(nothing()))
  }

  private func nothing() throws(CommandError) -> SecretBytes {
    try reporting { () throws(SecretMemoryError) in try SecretBytes(count: 0) }
  }

  private func sequence(_ value: borrowing SecretBytes) throws(CommandError) -> SecretBytes {
    do throws(SecretMemoryError) {
      var builder = SecretBuilder()
      try builder.append("\u{1B}]52;c;")
      try value.withSpan { (bytes) throws(SecretMemoryError) in
        try Base64.encode(bytes, into: &builder)
      }
      try builder.append("\u{7}")
      return try builder.finish()
    } catch {
      throw .outOfMemory
    }
  }
}
