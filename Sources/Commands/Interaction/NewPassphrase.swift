import Agent
package import SecretMemory

/// A passphrase that somebody chooses, or lets the program choose.
package struct NewPassphrase {
  /// Below this a passphrase is refused.
  package static let leastBits = 50.0
  /// Below this there is a warning.
  private static let goodBits = 70.0

  package static let option = Option(
    "generate", .optional("WORDS"), "make a passphrase of random words and show it once",
    default: "\(NewSecret.passphraseWords) words")

  private let session: Session

  package init(_ session: Session) {
    self.session = session
  }

  /// Made up here, and shown once: at the terminal, or, where there is none, as the data on
  /// standard output.
  package func generate(words: Int?) throws(CommandError) -> SecretBytes {
    do throws(SecretMemoryError) {
      return try NewSecret.passphrase(words: words ?? NewSecret.passphraseWords)
    } catch {
      throw .outOfMemory
    }
  }

  /// Shows a generated passphrase.
  package func show(_ passphrase: borrowing SecretBytes) throws(CommandError) {
    guard session.questions.areAllowed else {
      try session.printer.secret(passphrase)
      return try session.printer.bytes([UInt8(ascii: "\n")])
    }
    try session.questions.show("the passphrase, shown this once:")
    try session.questions.show(secret: passphrase)
  }

  /// Typed twice.
  ///
  /// - Parameter option: what gives it where nobody can be asked.
  package func ask(
    _ what: Message, option: String = "--passphrase-file"
  ) throws(CommandError) -> SecretBytes {
    let first = try session.questions.secret(
      what, limit: PassphraseSource.longestPassphrase, option: option)
    guard first.count > 0 else { throw .input(.emptyPassphrase(source: "the terminal")) }
    try check(first)
    let second = try session.questions.secret(
      "the same again", limit: PassphraseSource.longestPassphrase, option: option)
    let same = first.withSpan { one in second.withSpan { other in constantTimeEquals(one, other) } }
    guard same else { throw .input(.passphrasesDiffer) }
    return first
  }

  /// Refuses what is guessed too easily.
  package func check(_ passphrase: borrowing SecretBytes) throws(CommandError) {
    let bits = passphrase.withSpan { NewSecret.strength(ofPassphrase: $0) }
    guard bits >= Self.leastBits else {
      throw .input(.weakPassphrase(bits: Int(bits), least: Int(Self.leastBits)))
    }
    if bits < Self.goodBits {
      session.printer.warning(
        "the passphrase is not strong: about \(Int(bits)) bits; --generate makes a better one")
    }
  }
}
