import Agent

package enum AcceptRollbackCommand: Command {
  package static let declaration = CommandDeclaration(
    "accept-rollback", summary: "go on with a vault that is older than the one last seen",
    discussion: """
      Changes that were made after this state are lost, revocations among them. Do this only if \
      you know why the vault is an older one. --reason says it, and the log keeps it; -y is no \
      answer here.
      """,
    exits: ExitStatus.opening,
    examples: [
      Example("keyroll accept-rollback --reason 'disk restored from 3 May'", "after a restore")
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    guard let reason = session.globals.reason, !reason.isEmpty else {
      throw .roll(.reasonMissing)
    }
    try session.requireVault()
    let path = try session.vaultPath()
    let factors = try session.passphrases.factors(of: path)
    if session.questions.areAllowed {
      let agreed = try session.questions.confirm(
        "changes made after this state of \(path) are lost: go on?", option: "--reason")
      guard agreed else { throw .aborted(.nothingChanged) }
    }
    for note in try session.unlock(factors, acceptingRollback: true) {
      session.printer.note(Message(note))
    }
    try session.change(.noteAcceptedRollback)
    try session.printer.done(
      "this state of \(path) is the newest one now", [("path", .text(path))])
    session.printer.hint("tools may hold later versions: keyroll emit --dry-run")
    return .done
  }
}
