import Agent
import ByteCoding
import Platform
import Vault

/// What is known of an agent, as a person reads it.
enum AgentText {
  /// The whole of it.
  static func show(_ status: AgentStatus, _ session: Session) throws(CommandError) {
    var table = Table(["AGENT", ""])
    table.add(["vault", status.vaultPath])
    table.add(["serves", status.isSystem ? "the tools of this machine" : "this user"])
    table.add(["process", "\(status.process)"])
    table.add(["socket", status.socket])
    table.add(["locks", limits(status).text])
    table.add(["memory", memory(status)])
    table.add(["confined", confinement(status)])
    let served: Message = "\(Int(status.requests), "request"), \(Int(status.clients), "connection")"
    table.add(["served", served.text])
    try session.printer.table(table)
  }

  /// One line, after the vault was unlocked or found to be.
  static func tell(
    _ status: AgentStatus, _ session: Session, saying verb: Message
  ) throws(CommandError) {
    try session.printer.done(
      "\(status.vaultPath) \(verb): locks \(limits(status))", members(status))
  }

  static func members(_ status: AgentStatus) -> [(String, JSONOutput)] {
    [
      ("vault", .text(status.vaultPath)), ("vault-id", .text(optional: status.vault?.hex)),
      ("pid", .integer(Int64(status.process))), ("socket", .text(status.socket)),
      ("system", .bool(status.isSystem)), ("started", .text(Age.dateTime(status.startedAt))),
      ("seconds-left", seconds(status.left)), ("idle-seconds-left", seconds(status.idleLeft)),
      ("max-seconds-left", seconds(status.absoluteLeft)),
      ("memory-locked", .bool(status.memoryLocked)), ("secret-pages", .bool(status.secretPages)),
      ("landlock", outcome(status.landlock)), ("seccomp", outcome(status.seccomp)),
      ("clients", .integer(Int64(status.clients))),
      ("requests", .integer(Int64(status.requests))),
    ]
  }

  private static func seconds(_ milliseconds: Int64?) -> JSONOutput {
    milliseconds.map { .integer($0 / 1000) } ?? .null
  }

  static func limits(_ status: AgentStatus) -> Message {
    switch (status.idleLeft, status.absoluteLeft) {
    case (let idle?, let absolute?):
      "after \(duration(idle)) without use, in \(duration(absolute)) at the latest"
    case (let idle?, nil): "after \(duration(idle)) without use"
    case (nil, let absolute?): "in \(duration(absolute))"
    case (nil, nil): "when it is told to"
    }
  }

  /// Rounded up, so that what was asked for is what is shown.
  private static func duration(_ milliseconds: Int64) -> String {
    let seconds = (milliseconds + 999) / 1000
    let step: Int64 = seconds > 3600 ? 60 : 1
    return DurationText.format((seconds + step - 1) / step * step)
  }

  private static func memory(_ status: AgentStatus) -> String {
    if status.secretPages { return "secret pages, which the kernel itself does not map" }
    return status.memoryLocked ? "locked" : "not locked: secrets may reach the swap"
  }

  private static func outcome(_ outcome: Confinement.Outcome) -> JSONOutput {
    switch outcome {
    case .enforced(let level): .integer(Int64(level))
    case .unavailable: .null
    }
  }

  private static func confinement(_ status: AgentStatus) -> String {
    "\(text(status.landlock, of: "Landlock")), \(text(status.seccomp, of: "seccomp"))"
  }

  private static func text(_ outcome: Confinement.Outcome, of name: String) -> String {
    switch outcome {
    case .enforced(let level): "\(name) \(level)"
    case .unavailable(let reason): "no \(name) (\(reason.explanation))"
    }
  }
}

extension AgentStatus {
  /// Milliseconds until it locks if nobody asks for anything; nil for never.
  var left: Int64? { [idleLeft, absoluteLeft].compactMap { $0 }.min() }
}
