package import Platform
package import SecretMemory

/// The person at the terminal.
package protocol Console: AnyObject {
  /// The width of the terminal, nil when it does not say.
  var columns: Int? { get }
  func show(_ text: String) throws(SystemError)
  /// Writes a secret that the person is meant to see, or the terminal to take.
  func show(secret: borrowing SecretBytes) throws(SystemError)
  /// A line as typed after the prompt, without its end; nil at the end of the input. Ctrl-C is
  /// EINTR.
  func readLine(prompt: String) throws(SystemError) -> String?
  /// A line typed without echo after the prompt, read straight into guarded memory. The end of the
  /// input is ENODATA, and Ctrl-C EINTR.
  func readSecretLine(prompt: String, limit: Int) throws(SystemError) -> SecretBytes
}

/// Where bytes go: standard output or standard error.
package protocol OutputChannel: AnyObject {
  func write(_ bytes: Span<UInt8>) throws(SystemError)
  var isTerminal: Bool { get }
  var columns: Int? { get }
}

/// Standard input.
package protocol InputChannel: AnyObject {
  /// Everything up to the end, straight into guarded memory; more than `limit` bytes are refused
  /// (EFBIG).
  func readSecret(limit: Int) throws(SystemError) -> SecretBytes
}
