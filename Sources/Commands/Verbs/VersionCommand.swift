package enum VersionCommand: Command {
  package static let declaration = CommandDeclaration(
    "version", summary: "print the version of the program and of the format of its vaults",
    examples: [Example("keyroll version --json", "for a script")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    try show(session)
  }

  static func show(_ session: Session) throws(CommandError) -> ExitStatus {
    if session.globals.json {
      try session.printer.object([
        ("version", .text(Program.version)), ("format", .integer(1)),
      ])
    } else {
      try session.printer.line("keyroll \(Program.version) (vault format 1)")
    }
    return .done
  }
}
