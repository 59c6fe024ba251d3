import Agent
import Vault

package enum ReplaceCommand: Command {
  package static let declaration = CommandDeclaration(
    "replace", summary: "give tools another key in place of one, as from one API to the next",
    discussion: """
      Variables stay as they are. The old key cannot be revoked or removed until every tool has come \
      as far with the new one as it has to.
      """,
    operands: [
      Operand("OLD", .one, .key, "the key that tools use now"),
      Operand("NEW", .one, .key, "the key that they are to use"),
    ],
    options: [
      Option("tool", .one("TOOL"), "only this tool"),
      Option("requires-api", .one("V"), "the version of the API that the tools speak from now on"),
      RotationOptions.jobs,
    ],
    exits: ExitStatus.opening + [
      .notFound, .refused, .probeSaidNo, .conflict, .notRepresentable,
    ],
    examples: [
      Example("keyroll replace liveagent-v1 liveagent-v3 --requires-api v3", "all its tools"),
      Example("keyroll replace stripe stripe-restricted --tool billing", "one tool"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let (old, new) = (try invocation.keyName(at: 0), try invocation.keyName(at: 1))
    let jobs = try RotationOptions.jobs(invocation)
    let tool = try invocation.value("tool").map { text throws(CommandError) in
      try invocation.plainTool(text)
    }
    let wish = Replace(
      old: old, new: new, tool: tool, requiresAPI: invocation.value("requires-api"))
    guard case .connected(let lines) = try session.answer(.change(.replace(wish))) else {
      throw .unexpectedAnswer
    }
    let tools = Set(lines.map(\.tool.text)).sorted()
    session.printer.note("\(list: tools) now \(tools.count == 1 ? "uses" : "use") \(new)")
    let outcome = try Emitter(session, jobs: jobs).emit(.key(new))
    let exit = try session.conclude(
      outcome, of: new,
      [("old", .text(old)), ("new", .text(new)), ("tools", .texts(tools))]
    ).show(session)
    if !session.printer.isJSON {
      session.printer.hint("once all have it: keyroll rm \(old), after its end at the provider")
    }
    return exit
  }
}
