import Agent
import Vault

package enum DueCommand: Command {
  package static let declaration = CommandDeclaration(
    "due", summary: "list what wants to be looked after soon",
    discussion: """
      Keys that are as old as they may become, that expire, that nobody uses, that may do more than \
      their tools need, or that their vendor gives up; people who should have said that a tool has \
      a new value; old values that need not be kept any longer. Each with the next command.

      Ends with status 14 when there is anything, for schedules and scripts.
      """,
    options: [
      Option("within", .one("D"), "what happens in this time is due too", default: "14d"),
      Option("unused", .one("D"), "a key counts as unused after this time", default: "90d"),
    ],
    exits: ExitStatus.opening + [.findings],
    examples: [
      Example("keyroll due", "what is to be done"),
      Example("keyroll due --within 30d --json", "for next month's plan, in a script"),
    ])

  private static let day: Int64 = 86_400

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let wish = DueWish(
      within: try invocation.duration("within") ?? 14 * day,
      unused: try invocation.duration("unused") ?? 90 * day)
    let lines = try session.due(wish)
    if session.printer.isJSON {
      try session.printer.object([("due", .array(lines.map { JSONOutput($0) }))])
    } else if lines.isEmpty {
      session.printer.note("nothing is due")
    } else {
      try session.printer.table(table(lines, session.surroundings.now()))
    }
    return lines.isEmpty ? .done : .findings
  }

  static func table(_ lines: [DueLine], _ now: Int64) -> Table {
    var table = Table(["KEY", "TOOL", "WHY", "WHEN", "DETAIL", "NEXT"])
    for line in lines {
      table.add([
        line.version.map { "\(line.key)@\($0)" } ?? line.key, line.tool?.text ?? "",
        words(line.reason), line.at.map { time($0, now: now) } ?? "", line.detail ?? "",
        next(line),
      ])
    }
    return table
  }

  /// `3 d ago`, `in 5 d`; what is far away by its date.
  private static func time(_ time: Int64, now: Int64) -> String {
    guard time < now else { return Age.until(time, now: now) }
    guard now - time < 60 * day * 1000 else { return Age.date(time) }
    let age = Age.text(time, now: now)
    return age == "now" ? age : "\(age) ago"
  }

  private static func words(_ reason: DueReason) -> String {
    switch reason {
    case .rotation: "needs a new value"
    case .expiry: "expires"
    case .acknowledgement: "not acknowledged"
    case .grace: "grace ends"
    case .unused: "not used"
    case .overScoped: "may do too much"
    case .deprecated: "given up by its vendor"
    }
  }

  private static func acknowledgement(_ line: DueLine) -> String {
    guard let tool = line.tool else { return "keyroll where \(line.key)" }
    let isVerified = line.detail == AdoptionLevel.Claim.verified.rawValue
    return "keyroll ack \(tool.text) \(line.key)" + (isVerified ? " --level verified" : "")
  }

  /// What to type.
  static func next(_ line: DueLine) -> String {
    switch line.reason {
    case .rotation, .expiry, .overScoped: "keyroll rotate \(line.key)"
    case .acknowledgement: acknowledgement(line)
    case .grace: "keyroll revoke \(line.key)"
    case .unused: "keyroll where \(line.key)"
    case .deprecated: "keyroll replace \(line.key) NEW"
    }
  }
}

extension JSONOutput {
  fileprivate init(_ line: DueLine) {
    self = .object([
      ("reason", .text(line.reason.rawValue)), ("key", .text(line.key)),
      ("tool", .text(optional: line.tool?.text)),
      ("version", .integer(optional: line.version.map { Int64($0) })), ("at", .time(line.at)),
      ("detail", .text(optional: line.detail)), ("next", .text(DueCommand.next(line))),
    ])
  }
}
