import Agent

package enum LogCommand: Command {
  package static let declaration = CommandDeclaration(
    "log", summary: "list who changed what, when and why",
    discussion: """
      The newest comes last. Nothing in it can be changed without being noticed.

      UseObserved tells how often values were read (read), tools were started (run) or exported \
      (export), and how often somebody was denied, since the last time. Uses stand on the machine \
      where they happened and join the log with its next change, at the end of an agent, or a day \
      later. A tool's use of one of its keys is listed in the log of that key.
      """,
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
        Age.dateTime(line.time), line.event, subject(line), detail(line),
        line.machine.isEmpty ? line.actor : "\(line.actor)@\(line.machine)", line.reason ?? "",
      ])
    }
    return table
  }

  private static func detail(_ line: LogLine) -> String {
    line.use.map { UseText.detail($0).text } ?? line.detail ?? ""
  }

  /// The keys and tools, with the version that the entry is about.
  private static func subject(_ line: LogLine) -> String {
    line.subjects.joined(separator: ", ") + (line.version.map { "@\($0)" } ?? "")
  }
}
