import Agent
import ByteCoding
import Vault

package enum ShowCommand: Command {
  package static let declaration = CommandDeclaration(
    "show", summary: "show everything about a key except its value",
    operands: [Operand("REF", .one, .key, "KEY, or KEY@N for one of its versions")],
    exits: [.locked, .wrongPassphrase, .noVault, .notFound, .damaged, .rolledBack],
    examples: [
      Example("keyroll show stripe", "the key, its versions and the tools that use it")
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let reference = try invocation.reference()
    var key = try session.key(reference)
    key.attributes = try session.legible(key.attributes)
    let roll = try session.roll(ofKey: key.name).lines
    if session.printer.isJSON {
      try session.printer.object([
        ("key", JSONOutput(key)), ("roll", .array(roll.map { JSONOutput($0) })),
      ])
    } else {
      try KeySheet(session).show(key, roll)
    }
    return .done
  }
}

/// A key on the screen.
private struct KeySheet {
  private let session: Session
  private let now: Int64

  init(_ session: Session) {
    self.session = session
    now = session.surroundings.now()
  }

  func show(_ key: KeyView, _ roll: [RollLine]) throws(CommandError) {
    try session.printer.table(facts(of: key))
    try session.printer.line("")
    try session.printer.table(VersionTable.make(key.versions, now: now))
    guard !roll.isEmpty else { return }
    try session.printer.line("")
    try session.printer.table(uses(roll))
  }

  private func facts(of key: KeyView) -> Table {
    var table = Table(["KEY", key.name])
    for field in key.fields { table.add(["field \(field)", Masking.text]) }
    for entry in key.attributes.entries {
      table.add([entry.name, Self.shown(entry)])
    }
    table.add(["added", "\(Age.date(key.addedAt)) (\(Age.text(key.addedAt, now: now)))"])
    if key.editedAt != key.addedAt { table.add(["edited", Age.date(key.editedAt)]) }
    if key.openRotation { table.add(["rotation", "open"]) }
    if key.isStale { table.add(["stale", "yes: a new value is due"]) }
    return table
  }

  private static func shown(_ entry: Attributes.Entry) -> String {
    if entry.name == Attributes.Name.maxAge, let seconds = entry.values.first.flatMap({ Int64($0) })
    {
      return DurationText.format(seconds)
    }
    return entry.values.joined(separator: ", ")
  }

  private func uses(_ roll: [RollLine]) -> Table {
    var table = Table(["TOOL", "VARIABLE", "FIELD", "VERSION", "LEVEL"])
    for line in roll {
      table.add([
        line.tool.text, line.variable, line.field, line.version.map { String($0) } ?? "-",
        line.isBehind
          ? "\(line.level.rawValue) (needs \(line.required.rawValue))"
          : line.level.rawValue,
      ])
    }
    return table
  }
}
