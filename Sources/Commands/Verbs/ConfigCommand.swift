import Agent

private let exits: [ExitStatus] = [
  .locked, .wrongPassphrase, .noVault, .damaged, .rolledBack, .storageFailed,
]

private let nameOperand = Operand(
  "NAME", .one, .words(["audit", "default-dialect", "max-age", "start-agent"]),
  "audit, strict where every use must be in the log before the secret leaves, else summed; "
    + "default-dialect, the dialect of new targets; max-age, the age at which keys are due that have "
    + "none of their own; start-agent, whether a command that asked for the passphrase leaves an "
    + "agent behind")

package enum ConfigListCommand: Command {
  package static let declaration = CommandDeclaration(
    "config list", summary: "list the settings of the vault", exits: exits,
    examples: [Example("keyroll config list", "all of them")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let lines = try session.settings()
    guard !session.printer.isJSON else {
      try session.printer.object([("settings", .array(lines.map { JSONOutput($0) }))])
      return .done
    }
    var table = Table(["SETTING", "VALUE", ""])
    for line in lines {
      table.add([
        line.name, line.values.joined(separator: ", "), line.isDefault ? "default" : "",
      ])
    }
    try session.printer.table(table)
    return .done
  }
}

package enum ConfigGetCommand: Command {
  package static let declaration = CommandDeclaration(
    "config get", summary: "print one setting of the vault", operands: [nameOperand],
    exits: exits, examples: [Example("keyroll config get max-age", "one of them")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let lines = try session.settings()
    guard let line = lines.first(where: { $0.name == invocation.operand }) else {
      throw .service(.unknownSetting(name: invocation.operand, known: lines.map(\.name)))
    }
    if session.printer.isJSON {
      try session.printer.object([("setting", JSONOutput(line))])
    } else {
      try session.printer.line("\(list: line.values)")
    }
    return .done
  }
}

package enum ConfigSetCommand: Command {
  package static let declaration = CommandDeclaration(
    "config set", summary: "change a setting of the vault",
    operands: [
      nameOperand, Operand("VALUE", .optional, .text, "its value; none for the default"),
    ], exits: exits,
    examples: [Example("keyroll config set max-age 90d", "every key is due after 90 days")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let name = invocation.operand
    let values = Array(invocation.operands.dropFirst())
    try session.change(.setting(name: name, values: values))
    try session.printer.done(
      "set \(name)", [("name", .text(name)), ("values", .texts(values))])
    return .done
  }
}
