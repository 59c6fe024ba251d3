import Agent

/// Requests that name something wrong.
extension Diagnostic {
  init(wording error: ServiceError) {
    switch error {
    case .invalidName(_, let problem): self.init(problem, of: "a key or tool")
    case .unknownProvider(let name, let suggestion):
      self.init(
        "unknown-provider", .usage, "no provider is called \(name)",
        suggestion.map { "did you mean \($0)?" } ?? "leave out --provider for any other")
    case .missingFields(let names):
      self.init(
        "missing-field", .usage, "there is no value for \(list: names)",
        "give all fields: --stdin-json with an object")
    case .unknownField(let name, let fields):
      self.init(
        "unknown-field", .notFound, "there is no field \(name)", "fields: \(list: fields)")
    case .unknownParameter(let name, let provider, let known):
      let whose: Message = provider.map { "keys of \($0) have" } ?? "there is"
      self.init(
        "unknown-parameter", .usage, "\(whose) no \(name)",
        known.isEmpty ? "leave it out" : "known: \(list: known)")
    case .missingParameters(let names, let provider):
      self.init(
        "missing-parameter", .usage, "a key of \(provider) also needs \(list: names)",
        "add --param \(names.first ?? "NAME")=VALUE")
    case .fieldNeeded(let key, let fields):
      self.init(EarlyRefusal.severalFields(key: key, fields: fields))
    case .variableNeedsField(let key, let fields):
      self.init(
        "variable-needs-field", .usage,
        "one variable for \(key), which has \(fields.count) of them: \(list: fields)",
        "name the field too: --field \(fields.first ?? "FIELD")")
    case .noSuchTarget(let tool, let name, let targets):
      self.init(
        "no-such-target", .notFound, "\(tool) has no target \(name)",
        targets.isEmpty ? "add one: keyroll target add \(tool)" : "targets: \(list: targets)")
    case .noMatch(let pattern):
      self.init("no-match", .notFound, "no key matches \(pattern)", "see: keyroll list")
    case .unknownSetting(let name, let known):
      self.init(
        "unknown-setting", .usage, "there is no setting \(name)", "known: \(list: known)")
    case .invalidSetting(let name, let accepted):
      self.init(
        "invalid-setting", .usage, "\(name) cannot have this value", "use: \(list: accepted)")
    default: self.init(slot: error)
    }
  }

  private init(slot error: ServiceError) {
    switch error {
    case .noSuchSlot(let name):
      self.init("no-such-slot", .notFound, "there is no slot \(name)", "see: keyroll slot list")
    case .ambiguousSlot(let name):
      self.init(
        "ambiguous-slot", .usage, "several slots are called \(name)",
        "use its id, from: keyroll slot list")
    case .keyFileNeeded(let slot):
      self.init(
        "key-file-needed", .usage, "\(slot) opens with a passphrase and a key file together",
        "open the vault with both: --passphrase-file F --key-file F")
    case .slotExists(let name):
      self.init(
        "slot-exists", .conflict, "there is a slot \(name) already",
        "see: keyroll slot list")
    default:
      self.init(
        "last-slot", .refused, "this is the last way to open the vault: it stays",
        "add another first: keyroll slot add NAME")
    }
  }
}
