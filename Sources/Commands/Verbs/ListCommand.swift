package enum ListCommand: Command {
  package static let declaration = CommandDeclaration(
    "list", aliases: ["ls"], summary: "list the keys, without their values",
    discussion: "The age of a key is that of its current value; editing it changes nothing there.",
    options: KeyListing.options, exits: KeyListing.exits,
    examples: [
      Example("keyroll list --sort age", "the oldest first"),
      Example("keyroll ls --tool billing --stale", "what billing should get anew"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    try KeyListing(invocation, session).show(text: nil)
  }
}
