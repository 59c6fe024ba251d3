import Agent
import Delivery
import Vault

/// What an emission did, in words and as JSON.
struct EmissionText {
  let outcome: EmissionOutcome
  /// Tools that have not come far enough, of those that the emission was about.
  let pending: [RollLine]

  func show(_ session: Session) {
    for target in outcome.targets { show(target, session.printer) }
    for note in outcome.notes { session.printer.note(Message(note)) }
    showWaiting(session.printer)
    showPending(session.printer)
  }

  private func show(_ outcome: TargetOutcome, _ printer: Printer) {
    let path = outcome.target.target.place
    let tool = outcome.target.tool.text
    switch outcome.result {
    case .written(.unchanged)?: printer.note("\(path) is up to date (\(tool))")
    case .written?:
      printer.note("wrote \(path) (\(tool): \(outcome.target.variables.count, "variable"))")
    case .delivered?:
      printer.note(
        "gave \(tool) its values by \(CommandText.quoted(outcome.target.target.command))")
    case .kept?: printer.detail("\(path) was left alone: it is up to date (\(tool))")
    case .failed(let error)?: printer.report(Diagnostic(error))
    case .heldBack?:
      printer.note("left \(path) as it was: another place of \(tool) was refused")
    case nil: printer.note("left \(path) for later (\(tool))")
    }
    for command in outcome.commands { show(command, tool, printer) }
  }

  private func show(_ command: CommandOutcome, _ tool: String, _ printer: Printer) {
    guard let failure = command.failure else {
      return printer.note(command.step == .reload ? "reloaded \(tool)" : "verified \(tool)")
    }
    printer.report(Diagnostic(failure))
  }

  /// Those that keep what they have, by what they wait for.
  private func showWaiting(_ printer: Printer) {
    let groups = Dictionary(grouping: outcome.waiting) { [$0.key] + $0.for.map(\.text) }
    for (group, waiting) in groups.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let tools = Set(waiting.map(\.tool.text)).sorted()
      let rest: Message = tools.count > Self.mostNamed ? ", …" : ""
      printer.note(
        "waiting for \(list: Array(group.dropFirst())) with \(group[0]): "
          + "\(tools.count, "tool") (\(list: Array(tools.prefix(Self.mostNamed)))\(rest))")
    }
  }

  private static let mostNamed = 5

  private func showPending(_ printer: Printer) {
    for line in pending {
      printer.note(
        "pending: \(line.tool.text) with \(line.key)\(ToolText.version(line)) "
          + "(\(ToolText.progress(line)))")
      if let step = step(for: line) { printer.hint(step) }
    }
  }

  /// What brings the tool further; nil where its places have to be repaired first.
  private func step(for line: RollLine) -> Message? {
    if outcome.targets.contains(where: { $0.target.tool == line.tool && $0.failure != nil })
      || outcome.targets.contains(where: { $0.target.tool == line.tool && !$0.isWritten })
    {
      return nil
    }
    guard line.waits.isEmpty else { return nil }
    let places = outcome.elsewhere.filter { $0.tool == line.tool }
    let isToldByCommand = outcome.targets.contains { place in
      place.target.tool == line.tool
        && !(place.target.target.reload + place.target.target.verify).isEmpty
    }
    if isToldByCommand, !line.level.meets(.applied) { return "keyroll emit \(line.tool.text)" }
    let done: Message = "keyroll ack \(line.tool.text) \(line.key)"
    if let far = places.first(where: { $0.target.kind != .manual }) {
      return "on \(far.target.machine): keyroll emit \(line.tool.text)"
    }
    if places.isEmpty { return "once it has loaded its file: " + done }
    return "carry it over (keyroll get \(line.key)@\(line.version ?? 0)), then: " + done
  }

  var members: [(String, JSONOutput)] {
    [
      ("targets", .array(outcome.targets.map(json))),
      ("elsewhere", .array(outcome.elsewhere.map(json))),
      ("waiting", .array(outcome.waiting.map(json))),
      ("interrupted", .bool(outcome.isInterrupted)),
      ("notes", .notes(outcome.notes)), ("pending", .array(pending.map { JSONOutput($0) })),
    ]
  }

  private func json(_ outcome: TargetOutcome) -> JSONOutput {
    let failure = outcome.failure.map { Diagnostic($0) }
    return .object([
      ("tool", JSONOutput(outcome.target.tool)), ("target", JSONOutput(outcome.target.target)),
      ("variables", .texts(outcome.target.variables)), ("result", .text(word(outcome))),
      ("reload", json(outcome, .reload)), ("verify", json(outcome, .verify)),
      ("code", .text(optional: failure?.code)), ("message", .text(optional: failure?.message.text)),
    ])
  }

  /// `passed`, or why not; null where it was not run.
  private func json(_ outcome: TargetOutcome, _ step: Step) -> JSONOutput {
    .text(optional: outcome.commands.last { $0.step == step }?.code)
  }

  private func json(_ waiting: WaitingTool) -> JSONOutput {
    .object([
      ("tool", JSONOutput(waiting.tool)), ("key", .text(waiting.key)),
      ("for", .array(waiting.for.map { JSONOutput($0) })),
    ])
  }

  private func json(_ target: PlannedTarget) -> JSONOutput {
    .object([
      ("tool", JSONOutput(target.tool)), ("target", JSONOutput(target.target)),
      ("variables", .texts(target.variables)),
    ])
  }

  private func word(_ outcome: TargetOutcome) -> String {
    switch outcome.result {
    case .written(.created)?: "created"
    case .written(.replaced)?: "replaced"
    case .written(.unchanged)?: "unchanged"
    case .delivered?: "delivered"
    case .kept?: "kept"
    case .failed?: "failed"
    case .heldBack?: "held-back"
    case nil: "left"
    }
  }
}
