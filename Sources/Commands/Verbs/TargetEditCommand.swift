import Agent
import Delivery
import Vault

package enum TargetEditCommand: Command {
  package static let declaration = CommandDeclaration(
    "target edit", summary: "change how a tool is brought its values",
    discussion: """
      The file at the old path stays as it is: remove it yourself.

      \(TargetCommandOptions.explanation)
      """,
    operands: [
      Operand("TOOL", .one, .tool, "the tool"),
      Operand("TARGET", .optional, .path, "its path; not needed where the tool has only one place"),
    ],
    options: ToolOptions.places.filter { $0.long != "manual" } + TargetCommandOptions.removals + [
      ToolOptions.environment
    ],
    exclusions: [
      ["env-file", "command"], ["reload", "no-reload"], ["verify", "no-verify"],
    ],
    exits: ExitStatus.opening + [.notFound, .refused, .conflict],
    examples: [
      Example("keyroll target edit billing --dialect sh", "the same file for another reader"),
      Example("keyroll target edit billing --env-file /srv/b/.env", "another file"),
      Example(
        "keyroll target edit billing --reload 'systemctl reload billing'", "told when it changes"),
      Example("keyroll target edit billing --no-reload", "no more"),
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
    try requireKind(of: target, invocation)
    for change in try TargetCommandOptions(invocation, session).changes().entries {
      changes[change.name] = change.values
    }
    guard !changes.isEmpty else {
      throw .usage(
        .operand(.missing("an option that says what to change"), command: declaration.name))
    }
    let dialect = (changes.dialect ?? target.dialect).flatMap(Dialect.init) ?? .dotenv
    if let path = changes.path { try ToolOptions.check(path, dialect, session) }
    let tool = try session.changingTool(
      .editTarget(name, target: target.name, attributes: changes))
    let edited = tool.targets.filter { $0.id == target.id }
    let typed = Step.allCases.compactMap { step in changes[step.attribute].map { (step, $0) } }
    try TargetApproval(session).approve(
      edited, typed: Dictionary(uniqueKeysWithValues: typed))
    try ToolText.show(tool, session) { printer in
      printer.note("changed a place of \(tool.name.text)")
      ToolText.showCommands(of: edited, printer)
      if changes.path != nil, let old = target.path {
        printer.hint("what was written stays: rm \(old)")
      }
      printer.hint("write it: keyroll emit \(tool.name.text)")
    }
    return .done
  }
}

extension TargetEditCommand {
  /// A place stays what it is: a file, or a command.
  private static func requireKind(
    of target: TargetView, _ invocation: Invocation
  ) throws(CommandError) {
    if invocation.has("command"), target.kind != .command {
      throw invocation.fault(.needs("a place that is a command (target add)"), of: "command")
    }
    if invocation.has("env-file"), target.kind != .environmentFile {
      throw invocation.fault(.needs("a place that is a file (target add)"), of: "env-file")
    }
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
