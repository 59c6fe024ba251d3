import Agent
import Vault

package enum RmCommand: Command {
  package static let declaration = CommandDeclaration(
    "rm", summary: "remove a key that no tool uses",
    discussion: """
      The key leaves the roll; its sealed bytes stay in the vault's history. --purge also rewrites \
      the file so that they are gone from it. Backups and older copies keep them.

      Removing a key here does not end it at its provider.
      """,
    operands: [Operand("KEY", .one, .key, "the key")],
    options: [Option("purge", "rewrite the file, so that the values are gone from it")],
    exits: [
      .aborted, .locked, .wrongPassphrase, .noVault, .notFound, .refused, .damaged, .rolledBack,
      .conflict, .storageFailed,
    ],
    examples: [
      Example("keyroll rm old-stripe", "asks first"),
      Example("keyroll rm old-stripe --purge -y", "without a question, for good"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let name = try invocation.keyName()
    let key = try session.key(Reference(key: name))
    let isPurge = invocation.flag("purge")
    if key.tools.isEmpty {
      try session.questions.require(
        "remove \(key.name) with \(key.versions.count, "version")\(isPurge ? ", for good" : "")?")
    }
    try session.change(.removeKey(name: name, purge: isPurge))
    try session.printer.done(
      "removed \(key.name)", [("key", .text(key.name)), ("purged", .bool(isPurge))])
    return .done
  }
}
