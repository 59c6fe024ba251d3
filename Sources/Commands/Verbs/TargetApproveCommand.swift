import Agent
import ByteCoding
import Delivery
import Vault

package enum TargetApproveCommand: Command {
  package static let declaration = CommandDeclaration(
    "target approve", summary: "let the commands of a tool's places run on this machine",
    discussion: """
      Shows the words of each command that nobody here has approved, and asks. A command that \
      changes has to be approved again.
      """,
    operands: [
      Operand("TOOL", .one, .tool, "the tool"),
      Operand("TARGET", .optional, .path, "one of its places (default: all of this machine)"),
    ],
    options: [ToolOptions.environment], exits: ExitStatus.opening + [.notFound, .refused],
    examples: [Example("keyroll target approve billing", "read the commands, then agree")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let name = try invocation.tool(at: 0)
    let targets =
      invocation.operands.count > 1
      ? [try TargetChoice.target(of: name, invocation, session)] : try session.tool(name).targets
    let approval = TargetApproval(session)
    let missing = try approval.missing(in: targets)
    for (target, step) in missing { try ask(target, step, name, session) }
    for (target, step) in missing {
      try approval.approve([target], typed: [step: target.words(for: step)])
    }
    try session.printer.done(
      missing.isEmpty
        ? "nothing to approve for \(name.text)"
        : "approved \(missing.count, "command") of \(name.text)",
      [
        ("tool", JSONOutput(name)),
        ("approved", .array(missing.map { json($0.target, $0.step) })),
      ])
    return .done
  }

  /// A program that others can change is not approved: nobody could say what runs.
  private static func ask(
    _ target: TargetView, _ step: Step, _ tool: ToolName, _ session: Session
  ) throws(CommandError) {
    let words = target.words(for: step)
    do throws(ProgramProblem) {
      try CommandProgram.check(words[0])
    } catch {
      throw .step(.program(tool: tool.text, step: step, error))
    }
    session.printer.note(
      "\(step.rawValue) of \(target.place): \(CommandText.quoted(words))")
    try session.questions.require("may \(tool.text) run this here?")
  }

  private static func json(_ target: TargetView, _ step: Step) -> JSONOutput {
    .object([
      ("target", .text(target.id.hex)), ("step", .text(step.rawValue)),
      ("words", .texts(target.words(for: step))),
    ])
  }
}
