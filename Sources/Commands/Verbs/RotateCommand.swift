import Agent
import Vault

package enum RotateCommand: Command {
  package static let declaration = CommandDeclaration(
    "rotate", summary: "give a key a new value and bring it to every tool that uses it",
    discussion: """
      \(ValueInput.explanation)

      The new value is stored as the key's next version, then written to every connected tool. Once \
      all files hold it, it is the current version; the old one stays as the previous version until \
      keyroll revoke, which waits for the tools. Tools that are still pending are listed and are no \
      failure. What was interrupted goes on with keyroll rotation resume.

      Where the provider lets only one key live, the old one ends when the new one is made: that is \
      said first, and the time without a working key is counted.

      With --tag or --owner in place of a key, all keys of that kind are gone through, one after the \
      other.

      To encrypt the vault itself anew is something else.
      """,
    operands: [Operand("KEY", .optional, .key, "the key")],
    options: ValueInput.options + [Option("expires", .one("D"), "when the new value ends")]
      + RotationOptions.all + [
        Option("tag", .one("T"), "all keys with this tag"),
        Option("owner", .one("O"), "all keys of this owner"),
      ],
    exclusions: ValueInput.exclusions + [["emergency", "canary"], ["emergency", "grace"]],
    exits: ExitStatus.opening + [
      .notFound, .refused, .toolsPending, .probeSaidNo, .conflict, .notRepresentable,
      .inputNotUnderstood,
    ],
    examples: [
      Example("keyroll rotate stripe", "asks for the new value"),
      Example("keyroll rotate session-secret --generate", "where keyroll itself makes it"),
      Example("vendor-cli new-key | keyroll rotate ligr --stdin -y", "from another program"),
      Example("keyroll rotate stripe --canary billing@test --grace 24h", "carefully"),
      Example("keyroll rotate stripe --emergency --reason 'seen in a log'", "it has leaked"),
      Example("keyroll rotate --tag quarterly", "one key after the other"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let isWalk = invocation.has("tag") || invocation.has("owner")
    guard isWalk else {
      guard !invocation.operands.isEmpty else {
        throw .usage(.operand(.missing("KEY, --tag T or --owner O"), command: declaration.name))
      }
      return try KeyRotation(try invocation.keyName(), invocation, session).run().show(session)
    }
    return try RotationWalk(invocation, session).run()
  }
}

/// Many keys, one after the other.
private struct RotationWalk {
  private let invocation: Invocation
  private let session: Session

  init(_ invocation: Invocation, _ session: Session) throws(CommandError) {
    self.invocation = invocation
    self.session = session
    let choice = invocation.has("tag") ? "--tag" : "--owner"
    guard invocation.operands.isEmpty else {
      throw invocation.fault(.excludes("KEY"), of: invocation.has("tag") ? "tag" : "owner")
    }
    // One value for many keys is never meant.
    for option in ["stdin", "from-file", "fd", "stdin-json", "canary"] where invocation.has(option)
    {
      throw invocation.fault(.excludes(choice), of: option)
    }
  }

  func run() throws(CommandError) -> ExitStatus {
    let filter = KeyFilter(tag: invocation.value("tag"), owner: invocation.value("owner"))
    let keys = try session.keys(filter).map(\.name)
    guard !keys.isEmpty else {
      let wanted = [filter.tag, filter.owner].compactMap { $0 }
      throw .service(.noMatch(pattern: wanted.joined(separator: ", ")))
    }
    var walk = RotationSeries(session)
    for (place, key) in keys.enumerated() {
      session.printer.note("\(place + 1) of \(keys.count): \(key)")
      let isEnd = try walk.add(key) { () throws(CommandError) in
        try KeyRotation(key, invocation, session).run()
      }
      guard !isEnd else {
        session.printer.hint("still to be rotated: \(list: Array(keys[(place + 1)...]))")
        break
      }
    }
    return try walk.end()
  }
}
