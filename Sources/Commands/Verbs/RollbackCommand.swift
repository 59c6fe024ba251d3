import Agent
import Vault

package enum RollbackCommand: Command {
  package static let declaration = CommandDeclaration(
    "rollback", summary: "go back to the value before, as a new version for every tool",
    discussion: """
      The earlier value becomes the key's next version and goes to every tool that took the bad one; \
      the others have nothing to do. It is possible until the earlier version is revoked. The bad \
      version is then the one to revoke.
      """,
    operands: [Operand("KEY", .one, .key, "the key")],
    options: [
      Option("to", .one("N"), "the version to go back to", default: "the one before"),
      RotationOptions.jobs,
    ],
    exits: ExitStatus.opening + [
      .notFound, .refused, .probeSaidNo, .conflict, .notRepresentable,
    ],
    examples: [
      Example("keyroll rollback stripe", "the new key does not work in production"),
      Example("keyroll rollback stripe --to 2", "to an older one that still lives"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let key = try invocation.keyName()
    let jobs = try RotationOptions.jobs(invocation)
    let number = try invocation.number("to", in: 1...Int(Int32.max)).map { UInt64($0) }
    try questionLeak(key, number, session)
    guard case .staged(let staged) = try session.answer(.change(.rollback(key: key, to: number)))
    else { throw .unexpectedAnswer }
    let name = staged.key.name
    session.printer.note("stored \(name)@\(staged.to) with the earlier value")
    let outcome = try Emitter(session, jobs: jobs).emit(.key(name))
    return try session.conclude(
      outcome, of: name,
      [
        ("key", .text(name)), ("from", .integer(optional: staged.from.map { Int64($0) })),
        ("to", .integer(Int64(staged.to))),
      ]
    ).show(session)
  }

  /// What an emergency took out of use is not brought back by habit.
  private static func questionLeak(
    _ key: String, _ number: UInt64?, _ session: Session
  ) throws(CommandError) {
    guard let open = try session.rotations(of: key).first, open.isEmergency, let from = open.from,
      number ?? from == from
    else { return }
    try session.questions.require(
      "\(open.key)@\(from) was given up in an emergency: bring it back to every tool?")
  }
}
