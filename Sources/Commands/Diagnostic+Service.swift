package import Agent

extension Diagnostic {
  package init(_ error: ServiceError) {
    switch error {
    case .noVault(let path):
      self.init(
        "no-vault", .noVault, "there is no vault at \(path)",
        "make one: keyroll init, or name another: --vault PATH")
    case .alreadyExists(let path):
      self.init(
        "vault-exists", .conflict, "there is a file at \(path) already: it was left as it is",
        "name another place: --vault PATH")
    case .locked: self.init(CommandError.nobodyToUnlock)
    case .wrongFactor:
      self.init(
        "wrong-passphrase", .wrongPassphrase,
        "the vault does not open with this passphrase, key file or recovery code",
        "the vault itself is whole; if the passphrase is lost: keyroll recovery use")
    case .refused(let refusal): self.init(refusal)
    case .ledger(let error): self.init(error.fact)
    case .system(let error): self.init(error)
    case .slot(let error): self.init(error.fact)
    case .passphrase(let problem): self.init(problem)
    case .valuePurged(let key, let version): self = Self.purged(key, version)
    case .denied, .toolNeeded, .useNotRecorded: self.init(denying: error)
    case .outOfMemory: self.init(CommandError.outOfMemory)
    case .invalidName, .unknownProvider, .missingFields, .unknownField, .unknownParameter,
      .missingParameters, .fieldNeeded, .variableNeedsField, .noSuchSlot, .ambiguousSlot,
      .slotExists, .lastSlot, .keyFileNeeded, .noSuchTarget, .noMatch, .unknownSetting,
      .invalidSetting:
      self.init(wording: error)
    }
  }

  /// Why a process gets nothing, although the vault is open.
  private init(denying error: ServiceError) {
    switch error {
    case .denied:
      self.init(
        "denied", .refused, "denied: this user is no tool of that name",
        "whoever keeps the vault says which user is which tool: keyroll tool edit TOOL --user UID")
    case .toolNeeded(let tools):
      self.init(
        "tool-needed", .usage, "several tools run as this user: \(list: tools)",
        "name one of them")
    case .useNotRecorded(let reason):
      let why = Diagnostic(reason.fact)
      self.init(
        "use-not-recorded", .refused,
        "denied: every use is to be recorded first, and that failed: " + why.message,
        hints: why.hints + ["to read without: keyroll config set audit summed"])
    default: self.init(CommandError.unexpectedAnswer)
    }
  }

  static func purged(_ key: String, _ version: UInt64) -> Diagnostic {
    Diagnostic(
      "value-purged", .notFound, "the value of \(key)@\(version) has been purged",
      "see what is left: keyroll history \(key)")
  }

  private init(_ problem: PassphraseProblem) {
    switch problem {
    case .empty: self.init(InputError.emptyPassphrase(source: "the line"))
    case .tooLong:
      self.init(
        "long-passphrase", .usage,
        "the passphrase is longer than \(PassphraseSource.longestPassphrase) bytes")
    case .notUTF8:
      self.init("passphrase-not-text", .usage, "the passphrase is not UTF-8 text")
    }
  }

  private init(_ fact: SlotFact) {
    switch fact {
    case .noFactor:
      self.init(
        "no-factor", .usage, "a slot needs a passphrase or a key file",
        "use --passphrase-file F or --key-file F")
    case .factorLength:
      self.init(
        "factor-length", .usage, "the key file or passphrase has a length that is not allowed")
    case .costs:
      self.init("kdf-limits", .refused, "the costs of the passphrase are outside of the limits")
    case .publicKey: self.init("weak-key", .refused, "the public key is not a usable one")
    case .outOfMemory: self.init(CommandError.outOfMemory)
    }
  }
}
