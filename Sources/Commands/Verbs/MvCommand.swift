import Agent

package enum MvCommand: Command {
  package static let declaration = CommandDeclaration(
    "mv", summary: "rename a key; its versions and connections stay",
    discussion: "Variables of tools keep their names, so that no tool notices.",
    operands: [
      Operand("KEY", .one, .key, "the key"), Operand("NAME", .one, .key, "its new name"),
    ],
    exits: [
      .locked, .wrongPassphrase, .noVault, .notFound, .damaged, .rolledBack, .conflict,
      .storageFailed,
    ],
    examples: [Example("keyroll mv stripe payments/stripe", "into a group")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let old = try invocation.keyName()
    let new = try invocation.newKeyName(at: 1)
    try session.change(.renameKey(name: old, to: new))
    try session.printer.done(
      "renamed \(old) to \(new)", [("from", .text(old)), ("to", .text(new))])
    return .done
  }
}
