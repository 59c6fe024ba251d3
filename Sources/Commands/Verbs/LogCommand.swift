import Agent

package enum LogCommand: Command {
  package static let declaration = CommandDeclaration(
    "log", summary: "list who changed what, when and why",
    discussion: "The newest comes last. Nothing in it can be changed without being noticed.",
    operands: [Operand("SUBJECT", .optional, .key, "only what concerns this key or tool")],
    options: [Option("limit", .one("N"), "only the last N entries", default: "all")],
    exits: [.locked, .wrongPassphrase, .noVault, .notFound, .damaged, .rolledBack],
    examples: [
      Example("keyroll log stripe", "the life of a key"),
      Example("keyroll log --limit 20 --json", "the last entries, for a script"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let limit = try invocation.number("limit", in: 1...1_000_000)
    let lines = try session.log(about: invocation.operands.first, limit: limit)
    if session.printer.isJSON {
      try session.printer.object([("log", .array(lines.map { JSONOutput($0) }))])
    } else {
      try session.printer.table(table(lines))
    }
    return .done
  }

  private static func table(_ lines: [LogLine]) -> Table {
    var table = Table(["TIME", "EVENT", "SUBJECT", "DETAIL", "BY", "REASON"])
    for line in lines {
      table.add([
        Age.dateTime(line.time), line.event, subject(line), line.detail ?? "",
        line.machine.isEmpty ? line.actor : "\(line.actor)@\(line.machine)", line.reason ?? "",
      ])
    }
    return table
  }

  /// The keys and tools, with the version that the entry is about.
  private static func subject(_ line: LogLine) -> String {
    line.subjects.joined(separator: ", ") + (line.version.map { "@\($0)" } ?? "")
  }
}
