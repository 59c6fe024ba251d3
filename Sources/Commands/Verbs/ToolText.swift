import Agent
import ByteCoding
import Delivery
import Platform
import Vault

/// Tools and their places in words.
enum ToolText {
  /// With `--json` the tool, else what `words` says.
  static func show(
    _ tool: ToolView, _ session: Session, words: (Printer) throws(CommandError) -> Void
  ) throws(CommandError) {
    guard session.printer.isJSON else { return try words(session.printer) }
    try session.printer.object([("tool", JSONOutput(tool))])
  }

  /// `dotenv /srv/billing/.env`, `by hand`
  static func place(_ target: TargetView) -> Message {
    let place: Message =
      switch target.kind {
      case .environmentFile: "\(target.dialect ?? "") \(target.path ?? target.name)"
      case .manual: "by hand"
      case .command: "\(target.dialect ?? "") to \(CommandText.quoted(target.command))"
      case .manifest: "\(target.kind.rawValue) \(target.path ?? target.name)"
      }
    return target.isHere || target.kind == .manual ? place : place + " on \(target.machine)"
  }

  /// The words of the commands that go with a place, as they are run.
  static func commands(_ target: TargetView) -> [Message] {
    var lines: [Message] = []
    if !target.reload.isEmpty { lines.append("reload: \(CommandText.quoted(target.reload))") }
    if !target.verify.isEmpty { lines.append("verify: \(CommandText.quoted(target.verify))") }
    if let timeout = target.timeout {
      lines.append("timeout: \(DurationText.format(max(0, timeout)))")
    }
    return lines
  }

  /// What was typed, as it was understood.
  static func showCommands(of targets: [TargetView], _ printer: Printer) {
    for target in targets {
      if !target.command.isEmpty {
        printer.note("command: \(CommandText.quoted(target.command))")
      }
      for line in commands(target) { printer.note(line) }
    }
  }

  /// `svc (uid 1002)`, or the number alone where this machine has no name for it.
  static func user(_ attributes: Attributes) -> Message? {
    guard let number = attributes.user else { return nil }
    let name = User.named(number).name
    return name == String(number) ? "uid \(number)" : "\(name) (uid \(number))"
  }

  /// How far a tool has come, and how far it has to.
  static func state(_ line: RollLine) -> String {
    guard line.version != nil else { return "no value" }
    guard !line.level.meets(line.required) else { return line.level.rawValue }
    return
      "\(line.level.rawValue), \(line.isRequired ? "needs" : "may be") \(line.required.rawValue)"
  }

  /// As `state`, of a tool that is known to be behind.
  static func progress(_ line: RollLine) -> String {
    guard line.level == .pending, line.version != nil else { return state(line) }
    return "needs \(line.required.rawValue)"
  }

  static func version(_ line: RollLine) -> String { line.version.map { "@\($0)" } ?? "-" }
  static func holds(_ line: RollLine) -> String { line.holds.map { "@\($0)" } ?? "" }
}

extension Session {
  /// A change that answers with the tool.
  func changingTool(_ change: Change) throws(CommandError) -> ToolView {
    guard case .tool(let tool) = try answer(.change(change)) else { throw .unexpectedAnswer }
    return tool
  }
}
