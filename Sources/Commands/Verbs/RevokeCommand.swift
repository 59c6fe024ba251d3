import Agent
import Providers
import Vault

package enum RevokeCommand: Command {
  package static let declaration = CommandDeclaration(
    "revoke", summary: "end the old value of a key",
    discussion: """
      Refused with status 20 while a tool may still need the old value; the tools are named, with \
      what brings each further. --force with --reason leaves them behind.

      What is revoked here still works at its provider until it is ended there: the steps are shown.
      """,
    operands: [
      Operand("KEY", .one, .key, "the key, for its previous versions, or KEY@N for one of them")
    ],
    options: [
      Option("force", "even while tools need it; with --reason"),
      Option("emergency", "also the current version, if it is named as KEY@N"),
    ],
    exits: ExitStatus.opening + [.notFound, .refused, .toolsPending, .conflict],
    examples: [
      Example("keyroll revoke stripe", "after keyroll rotate stripe"),
      Example("keyroll revoke stripe@4 --emergency --reason 'seen in a log'", "it has leaked"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let reference = try invocation.reference()
    guard reference.field == nil else { throw .roll(.wholeVersions) }
    let force = invocation.flag("force")
    guard !force || session.globals.reason != nil else { throw .roll(.reasonMissing) }
    let emergency = invocation.flag("emergency")
    if emergency, case .number(let number)? = reference.version {
      try session.questions.require(
        "tools that use \(reference.key)@\(number) are to lose it: go on?")
    }
    let wish = Revoke(reference: reference, force: force, emergency: emergency)
    guard case .revoked(let revoked) = try session.answer(.change(.revoke(wish))) else {
      throw .unexpectedAnswer
    }
    try show(revoked, session)
    return .done
  }

  private static func show(
    _ revoked: RevokedVersion, _ session: Session
  ) throws(CommandError) {
    let name = revoked.key.name
    guard !session.printer.isJSON else {
      return try session.printer.object([
        ("key", .text(name)), ("revoked", .array(revoked.numbers.map { .integer(Int64($0)) })),
        ("written-only", .texts(revoked.writtenOnly)),
        ("left-behind", .array(revoked.forcedPast.map { JSONOutput($0) })),
      ])
    }
    session.printer.note("revoked \(list: revoked.numbers.map { "\(name)@\($0)" })")
    for line in revoked.forcedPast {
      session.printer.warning("\(line.tool.text) was left behind: it may stop working")
    }
    if !revoked.writtenOnly.isEmpty {
      session.printer.warning("\(list: revoked.writtenOnly): written, not known to be loaded")
    }
    guard let provider = revoked.key.provider.flatMap(Catalogue.provider) else {
      return session.printer.hint("end it at its provider too")
    }
    ProviderSteps(session).showRevocation(provider)
  }
}
