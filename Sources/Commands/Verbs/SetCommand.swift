import Agent
import Providers
import SecretMemory
import Vault

package enum SetCommand: Command {
  package static let declaration = CommandDeclaration(
    "set", summary: "store a new key, or a new value of a key that no tool uses",
    discussion: """
      \(ValueInput.explanation)

      Whatever looks wrong about the value is asked about after it has been stored: providers show \
      a key once.

      A key that tools use gets its new value with keyroll rotate. Only --fix replaces a mistyped \
      value, and only while no tool has taken it.
      """,
    operands: [Operand("KEY", .one, .key, "the key's name: segments joined by /")],
    options: ValueInput.options + [
      Option("provider", .one("P"), "who issued the key", choices: Catalogue.all.map(\.id)),
      Option("field", .many("F"), "the names of its fields, where it has no provider"),
      Option("expires", .one("D"), "the date on which the value ends"),
    ] + KeyAttributes.options + OrderOptions.ofKey + [
      Option("for", .one("TOOL"), "connect it with this tool"),
      Option("as", .one("VAR"), "the variable's name in the tool, with --for"),
      Option("public", "allow a variable that ends up in client-side code"),
      Option("allow-special", "allow a variable that changes what runs"),
      Option("fix", "replace a mistyped value that no tool has taken"),
    ],
    exclusions: ValueInput.exclusions + [["provider", "field"]],
    exits: [
      .aborted, .locked, .wrongPassphrase, .noVault, .notFound, .refused, .damaged, .rolledBack,
      .conflict, .storageFailed, .inputNotUnderstood,
    ],
    examples: [
      Example(
        "keyroll set agent --provider liveagent-v3 --param account=acme", "asks for the value"),
      Example("keyroll set stripe --stdin < key.txt", "from a file, byte for byte"),
      Example("keyroll set session-secret --generate --for web --as SESSION_SECRET", "made here"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let wish = try Wish(invocation, session)
    wish.showSteps()
    let stored = try ValueInput(invocation, session).enter(
      wish.wanted, wish.provider, leaving: .valueKept(key: wish.name)
    ) { (fields, isCorrection) throws(CommandError) -> StoredKey in
      try wish.store(fields, isCorrection)
    }
    try SetReport(session).show(stored)
    return .done
  }
}

/// What the line asks for, checked against the vault before anybody types a value.
private struct Wish {
  let name: String
  let provider: Provider?
  let wanted: [WantedField]
  private let attributes: Attributes
  private let expires: Int64?
  private let tool: ToolName?
  private let invocation: Invocation
  private let session: Session

  init(_ invocation: Invocation, _ session: Session) throws(CommandError) {
    self.invocation = invocation
    self.session = session
    name = try invocation.newKeyName(at: 0)
    try invocation.require("for", with: "as")
    expires = try invocation.time("expires")
    try ValueInput(invocation, session).checkForm()
    try KeyAttributes.checkForm(invocation)
    tool = if let text = invocation.value("for") { try invocation.plainTool(text) } else { nil }
    let known = try Self.known(name, invocation, session)
    let id = invocation.value("provider") ?? known?.provider
    provider = if let id { try KeyAttributes.provider(id) } else { nil }
    wanted = try Self.wanted(known, provider, invocation)
    var attributes = try KeyAttributes.read(invocation, provider)
    for entry in try OrderOptions.attributes(ofKey: invocation, session).entries {
      attributes[entry.name] = entry.values
    }
    if let id, known == nil { attributes[Attributes.Name.provider] = [id] }
    self.attributes = attributes
    try Self.checkParameters(attributes, known, provider)
    try ValueInput(invocation, session).check(wanted)
  }

  /// What a new key needs beside its value is said before the value is asked for.
  private static func checkParameters(
    _ attributes: Attributes, _ known: KeyView?, _ provider: Provider?
  ) throws(CommandError) {
    guard known == nil, let provider else { return }
    let missing = provider.missingParameters(given: attributes.parameters.map(\.name))
    guard missing.isEmpty else {
      throw .service(.missingParameters(missing.map(\.name), provider: provider.id))
    }
  }

  /// The key as it is now, nil when it is new. One in use is refused here, not after the value has
  /// been pasted.
  private static func known(
    _ name: String, _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> KeyView? {
    guard case .present(let key) = try session.standing(of: name) else { return nil }
    if key.openRotation { throw .early(.rotationIsOpen(key: key.name)) }
    guard key.tools.isEmpty || invocation.flag("fix") else {
      throw .early(.keyIsConnected(key: key.name, tools: key.tools.map(\.text)))
    }
    return key
  }

  private static func wanted(
    _ known: KeyView?, _ provider: Provider?, _ invocation: Invocation
  ) throws(CommandError) -> [WantedField] {
    let names = invocation.values("field")
    if let provider { return provider.fields.map(WantedField.init) }
    if let known {
      if let strange = names.first(where: { !known.fields.contains($0) }) {
        throw .service(.unknownField(name: strange, fields: known.fields))
      }
      return known.fields.map { WantedField($0) }
    }
    for name in names { try Invocation.checkField(name) }
    return names.isEmpty ? [WantedField("value")] : names.map { WantedField($0) }
  }

  /// How to get a key at the vendor's, for somebody who is about to type one.
  func showSteps() {
    guard let provider, ValueInput(invocation, session).isTyped else { return }
    ProviderSteps(session).showCreation(provider)
  }

  func store(
    _ fields: consuming SecretFields, _ isCorrection: Bool
  ) throws(CommandError) -> StoredKey {
    let request = SetKey(
      name: name, attributes: isCorrection ? Attributes() : attributes, expires: expires,
      fix: isCorrection || invocation.flag("fix"), connect: isCorrection ? nil : tool,
      variable: isCorrection ? nil : invocation.value("as"),
      allowPublic: invocation.flag("public"), allowSpecial: invocation.flag("allow-special"))
    guard case .stored(let stored) = try session.answer(.setKey(request, fields)) else {
      throw .unexpectedAnswer
    }
    return stored
  }
}

/// What was stored, in words and as JSON.
private struct SetReport {
  private let session: Session

  init(_ session: Session) {
    self.session = session
  }

  func show(_ stored: StoredKey) throws(CommandError) {
    guard !session.printer.isJSON else {
      return try session.printer.object([
        ("key", JSONOutput(stored.key)), ("version", .integer(Int64(stored.version))),
        ("outcome", .text(outcome(stored.outcome))),
        ("connected", .array(stored.connected.map { JSONOutput($0) })),
      ])
    }
    let printer = session.printer
    printer.note("stored \(stored.key.name)@\(stored.version)\(words(stored.outcome))")
    for line in stored.connected {
      printer.note("connected \(line.tool.text): \(line.variable) is its \(line.field)")
    }
    advise(stored)
  }

  private func advise(_ stored: StoredKey) {
    let name = stored.key.name
    if let tool = stored.connected.first?.tool {
      session.printer.hint("write it to its tool: keyroll emit \(tool.text)")
    } else if stored.key.tools.isEmpty {
      session.printer.hint("say who uses it: keyroll connect TOOL \(name)")
    }
  }

  private func words(_ outcome: StoredKey.Outcome) -> Message {
    switch outcome {
    case .added: ", a new key"
    case .newVersion: ", which is current now"
    case .fixed: ", in place of the mistyped value"
    }
  }

  private func outcome(_ outcome: StoredKey.Outcome) -> String {
    switch outcome {
    case .added: "added"
    case .newVersion: "new-version"
    case .fixed: "fixed"
    }
  }
}
