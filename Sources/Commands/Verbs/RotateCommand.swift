import Agent
import Providers
import SecretMemory
import Vault

package enum RotateCommand: Command {
  package static let declaration = CommandDeclaration(
    "rotate", summary: "give a key a new value and bring it to every tool that uses it",
    discussion: """
      \(ValueInput.explanation)

      The new value is stored as the key's next version, then written to every connected tool. Once \
      all files hold it, it is the current version; the old one stays as the previous version until \
      keyroll revoke, which waits for the tools. Tools that are still pending are listed and are no \
      failure.

      To encrypt the vault itself anew is something else.
      """,
    operands: [Operand("KEY", .one, .key, "the key")],
    options: ValueInput.options + [Option("expires", .one("D"), "when the new value ends")],
    exclusions: ValueInput.exclusions,
    exits: ExitStatus.opening + [
      .notFound, .refused, .conflict, .notRepresentable, .inputNotUnderstood,
    ],
    examples: [
      Example("keyroll rotate stripe", "asks for the new value"),
      Example("keyroll rotate session-secret --generate", "where keyroll itself makes it"),
      Example("vendor-cli new-key | keyroll rotate ligr --stdin -y", "from another program"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let rotation = try KeyRotation(invocation, session)
    try rotation.prepare()
    let staged = try rotation.stage()
    let key = staged.key.name
    let plan = try session.plan(.key(key))
    if !session.printer.isJSON { rotation.show(staged) }
    let outcome = try Emitter(session).emit(plan)
    let pending = try session.roll(ofKey: key).lines.filter(\.isBehind)
    let text = EmissionText(outcome: outcome, pending: pending)
    if session.printer.isJSON {
      try session.printer.object(rotation.members(staged) + text.members)
    } else {
      text.show(session)
      rotation.showNextStep(staged, pending, outcome)
    }
    return outcome.exit
  }
}

/// One rotation: what is known before the new value is asked for, and its staging.
private struct KeyRotation {
  private let invocation: Invocation
  private let session: Session
  private let key: KeyView
  private let provider: Provider?
  private let wanted: [WantedField]
  private let expires: Int64?

  init(_ invocation: Invocation, _ session: Session) throws(CommandError) {
    self.invocation = invocation
    self.session = session
    expires = try invocation.time("expires")
    try ValueInput(invocation, session).checkForm()
    key = try session.key(Reference(key: try invocation.keyName()))
    if key.openRotation { throw .early(.rotationIsOpen(key: key.name)) }
    let provider = key.provider.flatMap(Catalogue.provider)
    self.provider = provider
    wanted = key.fields.map { name in
      provider?.field(name).map(WantedField.init) ?? WantedField(name)
    }
  }

  /// Everything that may stop a rotation, while the old value still works.
  func prepare() throws(CommandError) {
    let input = ValueInput(invocation, session)
    try input.check(wanted)
    // A place that cannot be written would leave its tool with a value that the vendor has ended.
    try Emitter(session).checkPlaces(try session.plan(.key(key.name)))
    guard let provider else { return }
    let steps = ProviderSteps(session)
    steps.showWarnings(provider)
    switch provider.rotation {
    case .cutover:
      try session.questions.require("the old key ends when the new one is made: go on?")
    case .frozen:
      try session.questions.require("a new key may be impossible to get: go on?")
    case .overlap, .grace: break
    }
    if input.isTyped { steps.showCreation(provider) }
  }

  func stage() throws(CommandError) -> StagedRotation {
    var staged: StagedRotation?
    return try ValueInput(invocation, session).enter(
      wanted, provider, leaving: .valueStaged(key: key.name)
    ) { (fields, isCorrection) throws(CommandError) -> StagedRotation in
      let now =
        if isCorrection, let before = staged { try correct(before, fields) } else {
          try stage(try new(fields))
        }
      staged = now
      return now
    }
  }

  /// Refuses the value that the key has already. Who pastes the old one would see every tool take
  /// it, and would then end it at the vendor.
  private func new(_ fields: consuming SecretFields) throws(CommandError) -> SecretFields {
    guard let current = key.versions.last(where: { $0.label == .current }),
      !current.isPurged, !invocation.flag("as-is")
    else { return fields }
    for index in 0..<fields.count {
      let isSame = try fields.withField(at: index) { (name, bytes) throws(CommandError) in
        let reference = Reference(key: key.name, version: .number(current.number), field: name)
        let value = try session.value(of: reference)
        return value.withSpan { constantTimeEquals($0, bytes) }
      }
      guard isSame else { return fields }
    }
    throw .input(.sameValue(key: key.name))
  }

  private func stage(_ fields: consuming SecretFields) throws(CommandError) -> StagedRotation {
    let request = StageRotation(key: key.name, expires: expires)
    guard case .staged(let staged) = try session.answer(.stageRotation(request, fields)) else {
      throw .unexpectedAnswer
    }
    return staged
  }

  /// Another value in place of the one that was just stored and that no tool has been given.
  private func correct(
    _ staged: StagedRotation, _ fields: consuming SecretFields
  ) throws(CommandError) -> StagedRotation {
    let request = SetKey(name: key.name, expires: expires, fix: true)
    guard case .stored(let stored) = try session.answer(.setKey(request, fields)) else {
      throw .unexpectedAnswer
    }
    var corrected = staged
    corrected.key = stored.key
    corrected.to = stored.version
    return corrected
  }

  func show(_ staged: StagedRotation) {
    let old: Message =
      staged.from.map { "; \(staged.key.name)@\($0) stays until it is revoked" } ?? ""
    session.printer.note("stored \(staged.key.name)@\(staged.to)\(old)")
  }

  func members(_ staged: StagedRotation) -> [(String, JSONOutput)] {
    [
      ("key", .text(staged.key.name)), ("from", .integer(optional: staged.from.map { Int64($0) })),
      ("to", .integer(Int64(staged.to))),
    ]
  }

  func showNextStep(
    _ staged: StagedRotation, _ pending: [RollLine], _ outcome: EmissionOutcome
  ) {
    guard outcome.exit == .done else {
      return session.printer.hint("when that is repaired: keyroll emit \(staged.key.name)")
    }
    guard pending.isEmpty, staged.from != nil else { return }
    session.printer.hint("end the old value: keyroll revoke \(staged.key.name)")
  }
}
