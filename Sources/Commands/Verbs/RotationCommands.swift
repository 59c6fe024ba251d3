import Agent
import Vault

package enum RotationListCommand: Command {
  package static let declaration = CommandDeclaration(
    "rotation list", summary: "show which keys are on their way to a new value",
    exits: [.locked, .wrongPassphrase, .noVault, .damaged, .rolledBack],
    examples: [Example("keyroll rotation list", "what is under way")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let rotations = try session.rotations()
    let now = session.surroundings.now()
    guard !session.printer.isJSON else {
      try session.printer.object([
        ("rotations", .array(rotations.map { JSONOutput(board: $0, now: now) }))
      ])
      return .done
    }
    guard !rotations.isEmpty else {
      session.printer.note("no rotation is open")
      return .done
    }
    var table = Table(["KEY", "FROM", "TO", "PHASE", "SINCE", "THERE", "WAITING FOR"])
    for rotation in rotations {
      let needed = rotation.tools.filter(\.isRequired).count
      table.add([
        rotation.key, rotation.from.map { "@\($0)" } ?? "-", "@\(rotation.to)",
        rotation.phase.rawValue, Age.text(rotation.startedAt, now: now),
        "\(needed - rotation.pending.count)/\(needed)",
        rotation.pending.map(\.tool.text).joined(separator: ", "),
      ])
    }
    try session.printer.table(table)
    return .done
  }
}

package enum RotationShowCommand: Command {
  package static let declaration = CommandDeclaration(
    "rotation show", summary: "show tool by tool who has taken the new value of a key",
    discussion: """
      STATE is how far the tool has come with the new version, and what shows it; NEEDS is how far it \
      has to come before the old version may be revoked; NEXT is what brings it there.
      """,
    operands: [Operand("KEY", .one, .key, "the key")],
    exits: ExitStatus.opening + [.notFound, .conflict],
    examples: [Example("keyroll rotation show stripe", "who is still to follow")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let key = try invocation.keyName()
    guard let rotation = try session.rotations(of: key).first else {
      throw .service(.refused(.noOpenRotation(key: key)))
    }
    let now = session.surroundings.now()
    if session.printer.isJSON {
      try session.printer.object([("rotation", JSONOutput(board: rotation, now: now))])
    } else {
      try RotationBoard(rotation, now: now).show(session.printer, limit: nil)
    }
    return .done
  }
}

package enum RotationResumeCommand: Command {
  package static let declaration = CommandDeclaration(
    "rotation resume", summary: "go on with what was interrupted, failed or had to wait",
    discussion: """
      What was done is not done again; a command of which it is not known whether it ran is run again \
      under the number that it had (KEYROLL_OPERATION).
      """,
    operands: [Operand("KEY", .optional, .key, "the key (default: every open rotation)")],
    options: [RotationOptions.jobs],
    exits: ExitStatus.opening + [
      .notFound, .refused, .probeSaidNo, .conflict, .notRepresentable,
    ],
    examples: [
      Example("keyroll rotation resume", "after a crash, on every machine that has tools")
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let jobs = try RotationOptions.jobs(invocation)
    let name = try invocation.operands.isEmpty ? nil : invocation.keyName()
    let rotations = try session.rotations(of: name)
    guard !rotations.isEmpty else {
      if let name { throw .service(.refused(.noOpenRotation(key: name))) }
      try session.printer.done("no rotation is open", [("rotations", .array([]))])
      return .done
    }
    var series = RotationSeries(session)
    for rotation in rotations {
      let key = rotation.key
      let isEnd = try series.add(key) { () throws(CommandError) in
        let outcome = try Emitter(session, jobs: jobs).emit(.key(key), onlyMissing: true)
        return try session.conclude(outcome, of: key, before: rotation, [("key", .text(key))])
      }
      if isEnd { break }
    }
    return try series.end()
  }
}

package enum RotationAbortCommand: Command {
  package static let declaration = CommandDeclaration(
    "rotation abort", summary: "give up a new value that is not in use everywhere yet",
    discussion: """
      The current value goes to the tools that have the new one already. Once the new value is in use \
      everywhere, the way back is keyroll rollback.
      """,
    operands: [Operand("KEY", .one, .key, "the key")],
    options: [RotationOptions.jobs],
    exits: ExitStatus.opening + [
      .notFound, .refused, .probeSaidNo, .conflict, .notRepresentable,
    ],
    examples: [Example("keyroll rotation abort stripe", "the new key does not work")])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let key = try invocation.keyName()
    let jobs = try RotationOptions.jobs(invocation)
    let open = try session.rotations(of: key).first
    guard case .done = try session.answer(.change(.abortRotation(key: key))) else {
      throw .unexpectedAnswer
    }
    let outcome = try Emitter(session, jobs: jobs).emit(.key(key))
    if let open {
      session.printer.note("gave up \(open.key)@\(open.to): end it at its provider")
    }
    return try session.conclude(outcome, of: key, [("key", .text(key))]).show(session)
  }
}
