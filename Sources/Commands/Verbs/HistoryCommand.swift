import Agent

package enum HistoryCommand: Command {
  package static let declaration = CommandDeclaration(
    "history", summary: "list the versions of a key",
    operands: [Operand("KEY", .one, .key, "the key")],
    exits: [.locked, .wrongPassphrase, .noVault, .notFound, .damaged, .rolledBack],
    examples: [Example("keyroll history stripe", "every version, the newest first")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let key = try session.history(of: try invocation.keyName())
    if session.printer.isJSON {
      try session.printer.object([
        ("key", .text(key.name)), ("versions", .array(key.versions.map { JSONOutput($0) })),
      ])
    } else {
      try session.printer.table(
        VersionTable.make(key.versions, now: session.surroundings.now()))
    }
    return .done
  }
}
