import Agent

package enum RecoveryUseCommand: Command {
  package static let declaration = CommandDeclaration(
    "recovery use", summary: "open the vault with the recovery code and set a new passphrase",
    options: [RecoveryInput.option] + NewFactors.passphraseOptions,
    exclusions: NewFactors.exclusions,
    exits: ExitStatus.opening + [.refused, .inputNotUnderstood],
    examples: [Example("keyroll recovery use", "when the passphrase is forgotten")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    try open(invocation, session)
    try PasswdCommand.change(invocation, session)
    session.printer.hint("whoever finds the paper opens the vault: keyroll recovery new")
    return .done
  }

  /// Opens the vault with the code alone.
  static func open(_ invocation: Invocation, _ session: Session) throws(CommandError) {
    try session.requireVault()
    let secret = try RecoveryInput(invocation, session).secret()
    for note in try session.unlock(UnlockFactors(recovery: secret)) {
      session.printer.warning(Message(note))
    }
  }
}
