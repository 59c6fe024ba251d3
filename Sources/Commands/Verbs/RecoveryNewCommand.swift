import Agent

package enum RecoveryNewCommand: Command {
  package static let declaration = CommandDeclaration(
    "recovery new", summary: "make a new recovery code; the old one no longer opens the vault",
    discussion: "Backups and copies of the vault made before still open with the old code.",
    exits: ExitStatus.opening,
    examples: [Example("keyroll recovery new", "shown once; a part of it is typed back")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    try session.open()
    let secret = try RecoverySheet(session).make(insteadOf: "a terminal")
    let slot = AddSlot(name: "recovery", replacesRecovery: true)
    for note in try session.answer(.addSlot(slot, UnlockFactors(recovery: secret))).notes() {
      session.printer.note(Message(note))
    }
    try session.printer.done(
      "the vault opens with the new recovery code now", [("slot", .text("recovery"))])
    session.printer.hint("see that it does: keyroll recovery test")
    return .done
  }
}
