import Agent
import Providers
import SecretMemory
import Vault

/// One rotation: what is known before the new value is asked for, its staging, and its way to the
/// tools.
struct KeyRotation {
  private let invocation: Invocation
  private let session: Session
  private let options: RotationOptions
  private let key: KeyView
  private let provider: Provider?
  private let wanted: [WantedField]
  private let expires: Int64?

  init(_ name: String, _ invocation: Invocation, _ session: Session) throws(CommandError) {
    self.invocation = invocation
    self.session = session
    options = try RotationOptions(invocation)
    expires = try invocation.time("expires")
    try ValueInput(invocation, session).checkForm()
    key = try session.key(Reference(key: name))
    let provider = key.provider.flatMap(Catalogue.provider)
    self.provider = provider
    wanted = key.fields.map { name in
      provider?.field(name).map(WantedField.init) ?? WantedField(name)
    }
    try checkOpenRotation()
    try checkPlan()
  }

  /// A second attempt at a cut-over is no worse than the first: the old key has ended.
  private func checkOpenRotation() throws(CommandError) {
    guard key.openRotation, !options.isEmergency else { return }
    let open = try session.rotations(of: key.name).first
    let isStuck = open?.kind == RotationPlan.cutover && open?.isPromoted == true
    guard isStuck, provider?.rotation == .cutover else {
      throw .early(.rotationIsOpen(key: key.name))
    }
  }

  /// Refuses what staging would refuse, before a vendor has ended the old key.
  private func checkPlan() throws(CommandError) {
    if provider?.rotation == .cutover, options.grace != nil || !options.canary.isEmpty {
      throw .service(.refused(.noOverlap(key: key.name)))
    }
    for canary in options.canary {
      let tool = try session.tool(canary)
      guard tool.connections.contains(where: { $0.key == key.name }) else {
        throw .service(.refused(.notConnected(tool: canary.text, key: key.name)))
      }
    }
  }

  func run() throws(CommandError) -> RotationReport {
    let began = try prepare()
    let staged = try stage(began)
    if !session.printer.isJSON { show(staged) }
    let name = staged.key.name
    let before = try session.rotations(of: name).first
    let outcome = try Emitter(session, jobs: options.jobs).emit(.key(name))
    let report = try session.conclude(outcome, of: name, before: before, members(staged))
    if !session.printer.isJSON { try showMadeKeys(name) }
    return report
  }

  /// Everything that may stop a rotation, while the old value still works.
  ///
  /// - Returns: when somebody agreed that it stops working.
  private func prepare() throws(CommandError) -> Int64? {
    let input = ValueInput(invocation, session)
    try input.check(wanted)
    // A place that cannot be written would leave its tool with a value that the vendor has ended.
    try Emitter(session).checkPlaces(try session.plan(.key(key.name)))
    guard let provider else { return nil }
    let steps = ProviderSteps(session)
    steps.showWarnings(provider)
    var began: Int64?
    switch provider.rotation {
    case .cutover:
      try showCutover()
      try session.questions.require("the old key ends when the new one is made: go on?")
      began = session.surroundings.now()
    case .frozen:
      try session.questions.require("a new key may be impossible to get: go on?")
    case .overlap, .grace: break
    }
    if input.isTyped { steps.showCreation(provider) }
    return began
  }

  /// Who is without a key from then on, and in which order that ends.
  private func showCutover() throws(CommandError) {
    let tools = try session.roll(ofKey: key.name).lines.filter(\.isRequired)
    let names = Set(tools.map(\.tool.text)).sorted()
    guard !names.isEmpty else { return }
    session.printer.note(
      "no overlap: \(names.count, "tool") will have no working key until the new value is there: "
        + "\(list: names)")
    session.printer.note(
      "have the provider's console open, make the key, paste it here at once: it is written to "
        + "all of them in one go, and the time is counted")
  }

  private func stage(_ began: Int64?) throws(CommandError) -> StagedRotation {
    var staged: StagedRotation?
    return try ValueInput(invocation, session).enter(
      wanted, provider, leaving: .valueStaged(key: key.name)
    ) { (fields, isCorrection) throws(CommandError) -> StagedRotation in
      let now =
        if isCorrection, let before = staged { try correct(before, fields) } else {
          try stage(try new(fields), began)
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

  private func stage(
    _ fields: consuming SecretFields, _ began: Int64?
  ) throws(CommandError) -> StagedRotation {
    let request = StageRotation(
      key: key.name, expires: expires, grace: options.grace, canary: options.canary,
      emergency: options.isEmergency, began: began)
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

  private func show(_ staged: StagedRotation) {
    let name = staged.key.name
    let isDead = staged.from.flatMap { from in
      staged.key.versions.first { $0.number == from }.map { !$0.label.isLive }
    }
    let old: Message =
      switch (staged.from, isDead) {
      case (let from?, false?): "; \(name)@\(from) stays until it is revoked"
      case (let from?, _): "; \(name)@\(from) has ended at its provider"
      case (nil, _): ""
      }
    session.printer.note("stored \(name)@\(staged.to)\(old)")
  }

  private func members(_ staged: StagedRotation) -> [(String, JSONOutput)] {
    [
      ("key", .text(staged.key.name)), ("from", .integer(optional: staged.from.map { Int64($0) })),
      ("to", .integer(Int64(staged.to))),
    ]
  }

  /// Keys that are composed of this one have to follow.
  private func showMadeKeys(_ name: String) throws(CommandError) {
    guard case .impact(let lines) = try session.answer(.query(.impact(key: name))) else {
      throw .unexpectedAnswer
    }
    for line in lines where !line.via.isEmpty {
      session.printer.hint(
        "\(line.key) is made from it (\(list: line.via)): keyroll rotate \(line.key)")
    }
  }
}
