import Agent
import Vault

package enum AckCommand: Command {
  package static let declaration = CommandDeclaration(
    "ack", summary: "say that a tool has taken the value that was given to it",
    discussion: "It counts for the version that was last emitted to the tool.",
    operands: [Operand("TOOL", .one, .tool, "the tool"), Operand("KEY", .one, .key, "the key")],
    options: [
      Option(
        "level", .one("LEVEL"), "how far it has come", default: "applied",
        choices: AdoptionLevel.Claim.allCases.map(\.rawValue)),
      Option("note", .one("TEXT"), "what shows it; kept in the log"),
      ToolOptions.environment,
    ],
    exits: ExitStatus.opening + [.notFound],
    examples: [
      Example("keyroll ack scoreboard ligr", "after somebody has typed it there"),
      Example("keyroll ack billing stripe --level verified --note 'test charge'", "seen in use"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let tool = try invocation.tool(at: 0)
    let key = try invocation.keyName(at: 1)
    let level = invocation.value("level").flatMap(AdoptionLevel.Claim.init) ?? .applied
    let before = try session.rotations(of: key).first
    try session.change(
      .acknowledge(tool, key: key, level: level, note: invocation.value("note")))
    let roll = try session.roll(ofKey: key).lines
    if session.printer.isJSON {
      try session.printer.object([
        ("key", .text(key)), ("connections", .array(roll.map { JSONOutput($0) })),
      ])
      return .done
    }
    if let line = roll.first(where: { $0.tool.folded == tool.folded }) {
      session.printer.note(
        "\(line.tool.text) has \(key)\(ToolText.version(line)): \(line.level.rawValue)")
    }
    try showNextStep(key, roll.filter(\.isBehind), before, session)
    return .done
  }

  private static func showNextStep(
    _ name: String, _ behind: [RollLine], _ before: RotationView?, _ session: Session
  ) throws(CommandError) {
    let rotation = try session.rotations(of: name).first
    let waiting = rotation?.tools.filter { !$0.waits.isEmpty }.map(\.tool.text) ?? []
    let tools = Set(behind.map(\.tool.text) + waiting).sorted()
    if !tools.isEmpty { session.printer.note("still pending: \(list: tools)") }
    if let rotation, let next = rotation.next(now: session.surroundings.now()) {
      return session.printer.hint(next)
    }
    if rotation == nil,
      let closing = RotationBoard.closing(of: before, now: session.surroundings.now())
    {
      return session.printer.note(closing)
    }
    guard tools.isEmpty, rotation == nil,
      try session.key(Reference(key: name)).versions.contains(where: { $0.label == .previous })
    else { return }
    session.printer.hint("nothing needs the old value any more: keyroll revoke \(name)")
  }
}
