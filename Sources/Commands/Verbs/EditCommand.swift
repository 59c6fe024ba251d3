import Agent
import Vault

package enum EditCommand: Command {
  package static let declaration = CommandDeclaration(
    "edit", summary: "change what is noted about a key, never its value or the value's age",
    discussion: """
      An option replaces what was noted under its name. --unset removes it; a parameter of the \
      provider is named param:NAME there.
      """,
    operands: [Operand("KEY", .one, .key, "the key")],
    options: KeyAttributes.options + OrderOptions.ofKey + [
      Option("unset", .many("NAME"), "remove what is noted under this name")
    ],
    exits: [
      .locked, .wrongPassphrase, .noVault, .notFound, .refused, .damaged, .rolledBack, .conflict,
      .storageFailed,
    ],
    examples: [
      Example("keyroll edit stripe --owner payments --max-age 90d", "who, and how long"),
      Example("keyroll edit stripe --unset tag", "no tags any more"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let name = try invocation.keyName()
    try KeyAttributes.checkForm(invocation)
    let key = try session.key(Reference(key: name))
    let provider = try key.provider.map { (id) throws(CommandError) in
      try KeyAttributes.provider(id)
    }
    var changes = try KeyAttributes.read(invocation, provider)
    for entry in try OrderOptions.attributes(ofKey: invocation, session).entries {
      changes[entry.name] = entry.values
    }
    for name in invocation.values("unset") {
      guard key.attributes.names.contains(name) else {
        throw .service(
          .unknownParameter(
            name: name, provider: key.provider, known: key.attributes.names))
      }
      changes[name] = []
    }
    guard !changes.isEmpty else { throw .early(.nothingToChange) }
    try session.change(.editKey(name: name, attributes: changes))
    try session.printer.done("edited \(name)", [("key", .text(name))])
    return .done
  }
}
