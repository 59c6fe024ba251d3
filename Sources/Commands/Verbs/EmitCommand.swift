import Agent
import Delivery
import Vault

package enum EmitCommand: Command {
  package static let declaration = CommandDeclaration(
    "emit", summary: "write the environment files of tools",
    discussion: """
      Each file is replaced as a whole, or stays as it was. Where a file may not hold values, where \
      git could take it into a commit, or where its dialect cannot hold a value, nothing of that \
      tool is written; other tools are.
      """,
    operands: [
      Operand("TOOL|KEY", .optional, .text, "a tool, or a key whose tools are meant (default: all)")
    ],
    options: [
      Option("dry-run", "show which variables would change, without values"),
      ToolOptions.environment,
    ],
    exits: ExitStatus.opening + [.notFound, .refused, .notRepresentable],
    examples: [
      Example("keyroll emit", "every file of every tool on this machine"),
      Example("keyroll emit stripe --dry-run", "what the tools of one key would get"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let selection = try selection(invocation, session)
    let plan = try session.plan(selection)
    if invocation.flag("dry-run") { return try DryRun(session).show(plan) }
    let outcome = try Emitter(session).emit(plan)
    let text = EmissionText(
      outcome: outcome, pending: try pending(selection, plan, session))
    if session.printer.isJSON {
      try session.printer.object(text.members)
    } else {
      if plan.targets.isEmpty { session.printer.note(nothing(plan)) }
      text.show(session)
      if outcome.exit != .done {
        session.printer.hint("when that is repaired, type the same again")
      }
    }
    return outcome.exit
  }

  private static func nothing(_ plan: EmissionPlan) -> Message {
    let tools = Set(plan.elsewhere.map(\.tool.text)).sorted()
    return tools.isEmpty
      ? "nothing to write: no tool has a place and a key"
      : "nothing to write on this machine: \(list: tools)"
  }

  /// A key and a tool never share a name.
  private static func selection(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> EmissionSelection {
    guard let name = invocation.operands.first else { return .everything }
    let tools = try session.tools().map(\.name)
    if let tool = try? invocation.tool(at: 0), tools.contains(where: { $0.folded == tool.folded }) {
      return .tool(tool)
    }
    guard !invocation.has("environment") else { return .tool(try invocation.tool(at: 0)) }
    let key = try invocation.keyName()
    do throws(CommandError) {
      return .key(try session.key(Reference(key: key)).name)
    } catch {
      guard case .service(.refused(.noSuchKey(_, let suggestion))) = error else { throw error }
      let near = [suggestion, didYouMean(name, among: tools.map(\.text))]
      throw .roll(.noSuchSubject(name, suggestions: near.compactMap { $0 }))
    }
  }

  private static func pending(
    _ selection: EmissionSelection, _ plan: EmissionPlan, _ session: Session
  ) throws(CommandError) -> [RollLine] {
    switch selection {
    case .key(let key): return try session.roll(ofKey: key).lines.filter(\.isBehind)
    case .tool(let tool): return try session.roll(ofTool: tool).lines.filter(\.isBehind)
    case .everything: return try session.status().behind
    }
  }
}
