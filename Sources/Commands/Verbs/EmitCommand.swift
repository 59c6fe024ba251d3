import Agent
import Delivery
import Vault

package enum EmitCommand: Command {
  package static let declaration = CommandDeclaration(
    "emit", summary: "bring values to the places where tools read them",
    discussion: """
      Each file is replaced as a whole, or stays as it was. Where a file may not hold values, where \
      git could take it into a commit, or where its dialect cannot hold a value, nothing of that \
      tool is written; other tools are. Then the tools are told to load what is new (--reload) and \
      asked whether they use it (--verify): see keyroll help target add.
      """,
    operands: [
      Operand("TOOL|KEY", .optional, .text, "a tool, or a key whose tools are meant (default: all)")
    ],
    options: [
      Option("dry-run", "show which variables would change, without values"),
      RotationOptions.jobs, ToolOptions.environment,
    ],
    exits: ExitStatus.opening + [.notFound, .refused, .probeSaidNo, .notRepresentable],
    examples: [
      Example("keyroll emit", "every file of every tool on this machine"),
      Example("keyroll emit stripe --dry-run", "what the tools of one key would get"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let tools = try invocation.operands.isEmpty ? [] : session.tools()
    let selection = try Subject(invocation, among: tools, session).selection
    if invocation.flag("dry-run") { return try DryRun(session).show(try session.plan(selection)) }
    let jobs = try RotationOptions.jobs(invocation)
    let outcome = try Emitter(session, jobs: jobs).emit(selection)
    let text = EmissionText(outcome: outcome, pending: try pending(selection, session))
    if session.printer.isJSON {
      try session.printer.object(text.members)
    } else {
      if outcome.targets.isEmpty { session.printer.note(nothing(outcome)) }
      text.show(session)
      showNextStep(selection, outcome, session.printer)
    }
    return outcome.exit
  }

  private static func showNextStep(
    _ selection: EmissionSelection, _ outcome: EmissionOutcome, _ printer: Printer
  ) {
    switch (outcome.isInterrupted, selection) {
    case (true, .key(let key)): printer.hint("go on with: keyroll rotation resume \(key)")
    case (true, .tool(let tool)): printer.hint("go on with: keyroll emit \(tool.text)")
    case (true, _): printer.hint("go on with: keyroll emit")
    case (false, _) where outcome.exit != .done:
      printer.hint("when that is repaired, type the same again")
    case (false, _): break
    }
  }

  private static func nothing(_ outcome: EmissionOutcome) -> Message {
    let tools = Set(outcome.elsewhere.map(\.tool.text)).sorted()
    return tools.isEmpty
      ? "nothing to write: no tool has a place and a key"
      : "nothing to write on this machine: \(list: tools)"
  }

  private static func pending(
    _ selection: EmissionSelection, _ session: Session
  ) throws(CommandError) -> [RollLine] {
    switch selection {
    case .key(let key): return try session.roll(ofKey: key).lines.filter(\.isBehind)
    case .tool(let tool): return try session.roll(ofTool: tool).lines.filter(\.isBehind)
    case .everything: return try session.status().behind
    }
  }
}
