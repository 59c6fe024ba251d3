package enum FindCommand: Command {
  package static let declaration = CommandDeclaration(
    "find", summary: "list the keys with a text in their names or descriptions",
    discussion: "Values are never searched.",
    operands: [Operand("TEXT", .one, .text, "a part of a name, tag, owner or description")],
    options: KeyListing.options, exits: KeyListing.exits,
    examples: [Example("keyroll find stripe", "every key that has to do with stripe")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    try KeyListing(invocation, session).show(text: invocation.operand)
  }
}
