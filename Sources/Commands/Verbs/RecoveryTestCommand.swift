import Agent

package enum RecoveryTestCommand: Command {
  package static let declaration = CommandDeclaration(
    "recovery test", summary: "check that the recovery code on paper opens the vault",
    options: [RecoveryInput.option], exits: ExitStatus.opening + [.inputNotUnderstood],
    examples: [Example("keyroll recovery test", "asks for the code; once a year is not too often")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    try RecoveryUseCommand.open(invocation, session)
    try session.change(.confirmRecovery)
    try session.printer.done("the recovery code opens the vault", [("opens", .bool(true))])
    return .done
  }
}
