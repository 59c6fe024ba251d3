import Agent
import Delivery
import Vault

package enum TargetEditCommand: Command {
  package static let declaration = CommandDeclaration(
    "target edit", summary: "change where or how a tool's file is written",
    discussion: "The file at the old path stays as it is: remove it yourself.",
    operands: [
      Operand("TOOL", .one, .tool, "the tool"),
      Operand("TARGET", .optional, .path, "its path; not needed where the tool has only one place"),
    ],
    options: Array(ToolOptions.places.dropLast()) + [ToolOptions.environment],
    exits: ExitStatus.opening + [.notFound, .refused, .conflict],
    examples: [
      Example("keyroll target edit billing --dialect sh", "the same file for another reader"),
      Example("keyroll target edit billing --env-file /srv/b/.env", "another file"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let name = try invocation.tool(at: 0)
    let target = try TargetChoice.target(of: name, invocation, session)
    var changes = Attributes()
    if let path = invocation.value("env-file") {
      changes[Attributes.Name.path] = [try ToolOptions.absolutePath(path)]
    }
    if let dialect = invocation.value("dialect") { changes[Attributes.Name.dialect] = [dialect] }
    guard !changes.isEmpty else {
      throw .usage(.operand(.missing("--env-file PATH or --dialect D"), command: declaration.name))
    }
    let dialect = (changes.dialect ?? target.dialect).flatMap(Dialect.init) ?? .dotenv
    if let path = changes.path { try ToolOptions.check(path, dialect, session) }
    let tool = try session.changingTool(
      .editTarget(name, target: target.name, attributes: changes))
    try ToolText.show(tool, session) { printer in
      printer.note("changed a place of \(tool.name.text)")
      if changes.path != nil, let old = target.path {
        printer.hint("what was written stays: rm \(old)")
      }
      printer.hint("write it: keyroll emit \(tool.name.text)")
    }
    return .done
  }
}

/// Which of a tool's places a command means.
enum TargetChoice {
  static func target(
    of name: ToolName, _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> TargetView {
    let targets = try session.tool(name).targets
    guard invocation.operands.count > 1 else {
      if targets.count == 1 { return targets[0] }
      throw .roll(.whichTarget(tool: name.text, targets: targets.map(\.name)))
    }
    let typed = invocation.operands[1]
    if let target = targets.first(where: { $0.name == typed }) { return target }
    let path = try ToolOptions.absolutePath(typed)
    guard let target = targets.first(where: { $0.path == path && $0.isHere }) else {
      throw .service(
        .noSuchTarget(tool: name.text, name: typed, targets: targets.map(\.name)))
    }
    return target
  }
}
