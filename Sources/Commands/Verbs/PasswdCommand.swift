import Agent
import SecretMemory

package enum PasswdCommand: Command {
  package static let declaration = CommandDeclaration(
    "passwd", summary: "change the passphrase of the vault",
    discussion: """
      The vault is opened with the old passphrase first, as by any command. Backups and copies of \
      the vault made before still open with the old one.
      """,
    options: NewFactors.passphraseOptions, exclusions: NewFactors.exclusions,
    exits: ExitStatus.opening + [.refused],
    examples: [
      Example("keyroll passwd", "asks for the old one and twice for the new one"),
      Example("keyroll passwd --generate", "with one that keyroll makes"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    try session.open()
    try change(invocation, session)
    return .done
  }

  /// Gives the open vault a new passphrase.
  static func change(_ invocation: Invocation, _ session: Session) throws(CommandError) {
    let passphrase = try NewFactors(invocation, session).passphrase()
    let factors = UnlockFactors(
      passphrase: passphrase, keyFile: try session.passphrases.keyFile())
    let notes = try session.answer(.changePassphrase(factors)).notes()
    for note in notes { session.printer.note(Message(note)) }
    try session.printer.done(
      "the vault opens with the new passphrase now", [("notes", .notes(notes))])
  }
}

extension Response {
  /// What a change that answers nothing else has to say.
  consuming func notes() throws(CommandError) -> [Note] {
    guard case .done(let notes) = self else { throw .unexpectedAnswer }
    return notes
  }
}
