package import Vault

extension Diagnostic {
  package init(_ refusal: Refusal) {
    switch refusal {
    case .unavailable:
      self.init("state-unavailable", .damaged, "a part of the vault could not be read")
    case .noSuchKey, .noSuchTool, .noSuchVersion, .noSuchField, .noSuchTarget, .noCurrentVersion,
      .notConnected, .ambiguousTool:
      self.init(absent: refusal)
    case .vaultExists, .keyExists, .toolExists, .nameTakenByKey, .nameTakenByTool, .connected,
      .toolConnected, .pathTaken, .variableTaken, .rotationOpen, .noOpenRotation, .alreadyPromoted,
      .alreadyTaken:
      self.init(conflict: refusal)
    case .graceRunning, .rollbackImpossible, .nothingToRollBack, .noOverlap, .orderCycle,
      .madeFromCycle, .unused, .notReplaceable:
      self.init(order: refusal)
    case .invalidVariable, .publicVariable, .specialVariable, .apiMismatch, .fieldsMissing,
      .textTooLong, .notWritten, .otherMachine:
      self.init(unfit: refusal)
    case .valuesPurged(let key, let number): self = Self.purged(key, number)
    case .nothingToRevoke, .alreadyRevoked, .notRevocable, .toolsPending, .reasonRequired:
      self.init(revoking: refusal)
    }
  }

  private init(absent refusal: Refusal) {
    switch refusal {
    case .noSuchKey(let name, let suggestion):
      self.init(
        "no-such-key", .notFound, "there is no key \(name)",
        suggestion.map { "did you mean \($0)?" } ?? "see: keyroll list")
    case .noSuchTool(let name, let suggestion):
      self.init(
        "no-such-tool", .notFound, "there is no tool \(name)",
        suggestion.map { "did you mean \($0)?" } ?? "make it: keyroll tool add \(name)")
    case .noSuchVersion(let key, _, let versions):
      self.init(
        "no-such-version", .notFound, "\(key) has no such version: it has \(versions)",
        "see: keyroll history \(key)")
    case .noSuchField(let key, let field, let fields):
      self.init(
        "unknown-field", .notFound, "\(key) has no field \(field)", "fields: \(list: fields)")
    case .noSuchTarget(let tool):
      self.init(
        "no-such-target", .notFound, "\(tool) has no such target", "see: keyroll tool show \(tool)")
    case .noCurrentVersion(let key):
      self.init(
        "no-current-version", .notFound, "\(key) has no current version",
        "see: keyroll history \(key)")
    case .notConnected(let tool, let key):
      self.init(
        "not-connected", .notFound, "\(tool) does not use \(key)",
        "connect them: keyroll connect \(tool) \(key)")
    case .ambiguousTool(let name, let environments):
      self.init(
        "ambiguous-tool", .usage, "\(name) is in several environments: \(list: environments)",
        "name one: \(name)@\(environments.first ?? "ENVIRONMENT")")
    default: self = Self.defect
    }
  }

  private init(conflict refusal: Refusal) {
    switch refusal {
    case .vaultExists: self.init("vault-exists", .conflict, "there is a vault already")
    case .keyExists(let name):
      self.init(
        "key-exists", .conflict, "there is a key \(name) already",
        "see: keyroll show \(name)")
    case .toolExists(let name):
      self.init(
        "tool-exists", .conflict, "there is a tool \(name) already",
        "see: keyroll tool show \(name)")
    case .nameTakenByKey(let name):
      self.init(
        "name-taken", .conflict, "\(name) is the name of a key: a tool needs another one",
        "see: keyroll list")
    case .nameTakenByTool(let name):
      self.init(
        "name-taken", .conflict, "\(name) is the name of a tool: a key needs another one",
        "see: keyroll tool list")
    case .connected(let key, let tools):
      self.init(
        "key-in-use", .conflict, "tools use \(key): \(list: tools)",
        "for a new value: keyroll rotate \(key)",
        "to let go of it: keyroll disconnect \(tools.first ?? "TOOL") \(key)")
    case .toolConnected(let tool, let keys):
      self.init(
        "tool-in-use", .conflict, "\(tool) uses keys: \(list: keys)",
        "let go of them first: keyroll disconnect \(tool) \(keys.first ?? "KEY")")
    case .pathTaken(let path, _, let tool):
      self.init(
        "path-taken", .conflict, "\(path) is a target of \(tool) already",
        "name another file, or connect keys with it: keyroll connect \(tool) KEY")
    case .variableTaken(let tool, let variable, let key, let field):
      self.init(
        "variable-taken", .conflict, "\(tool) has \(key)#\(field) under \(variable) already",
        "name another variable: --as VAR")
    default: self.init(rotation: refusal)
    }
  }

  private init(rotation refusal: Refusal) {
    switch refusal {
    case .rotationOpen(let key, _, _):
      self.init(EarlyRefusal.rotationIsOpen(key: key))
    case .noOpenRotation(let key):
      self.init(
        "no-open-rotation", .conflict, "\(key) is not being rotated",
        "begin one: keyroll rotate \(key)")
    case .alreadyPromoted(let key, let number):
      self.init(
        "already-promoted", .conflict, "\(key)@\(number) is in use already",
        "go back to the value before: keyroll rollback \(key)")
    case .alreadyTaken(let key, let number, let tools):
      self.init(
        "already-taken", .conflict, "tools may have taken \(key)@\(number): \(list: tools)",
        "give it a new version: keyroll rotate \(key)")
    default: self = Self.defect
    }
  }

  private init(unfit refusal: Refusal) {
    switch refusal {
    case .invalidVariable(let name):
      self.init(
        "bad-variable", .usage,
        name.isEmpty
          ? "the name of the variable is empty" : "\(name) cannot be the name of a variable",
        "name one of letters, digits and _: --as VAR")
    case .publicVariable(let variable, let prefix):
      self.init(
        "public-variable", .refused,
        "refused \(variable): what begins with \(prefix) ends up in client-side code",
        "name another with --as VAR, or say --public")
    case .specialVariable(let variable, let reason):
      self.init(
        "special-variable", .refused, "refused \(variable): \(Self.words(reason))",
        "name another with --as VAR, or say --allow-special")
    case .apiMismatch(let key, let required, let actual):
      self.init(
        "api-mismatch", .refused,
        "\(key) is for version \(actual) of the API, and the tool needs \(required): it would "
          + "answer 403 \"ApiKey not found\"",
        "store a key of version \(required) under another name, and connect that")
    case .fieldsMissing(_, let fields):
      self.init(
        "missing-field", .usage, "there is no value for \(list: fields)",
        "give all fields: --stdin-json with an object")
    case .textTooLong(let attribute, let maximum):
      self.init(
        "text-too-long", .usage, "\(attribute) is longer than \(maximum) bytes",
        "shorten it")
    case .notWritten(let tool, let kind):
      self.init(
        "not-written", .usage, "a \(kind.rawValue) target of \(tool) is not written by keyroll",
        "bring it there yourself, then: keyroll ack \(tool) KEY")
    case .otherMachine(let tool, let machine):
      self.init(
        "other-machine", .refused, "the target of \(tool) is on \(machine)",
        "type the same there")
    default: self = Self.defect
    }
  }

  private init(revoking refusal: Refusal) {
    switch refusal {
    case .nothingToRevoke(let key):
      self.init(
        "nothing-to-revoke", .notFound, "\(key) has no previous version",
        "see: keyroll history \(key)")
    case .alreadyRevoked(let key, let number):
      self.init(
        "already-revoked", .conflict, "\(key)@\(number) is revoked already",
        "see: keyroll history \(key)")
    case .notRevocable(let key, let number, let label):
      self.init(
        "not-revocable", .refused, "\(key)@\(number) is \(label.rawValue)",
        "the current version is revoked with @\(number) --emergency only")
    case .toolsPending(let laggards):
      self.init(
        "tools-pending", .toolsPending,
        "refused: \(list: laggards.map(\.toolName)) may still need the old version",
        hints: Self.steps(laggards)
          + ["to leave them behind: --force --reason TEXT"])
    case .reasonRequired:
      self.init(
        "reason-required", .usage, "leaving tools behind needs a reason", "add --reason TEXT")
    default: self = Self.defect
    }
  }

  /// What brings tools further, each command once.
  private static func steps(_ laggards: [Laggard]) -> [Message] {
    laggards.map(next).reduce(into: []) { steps, next in
      if !steps.contains(next) { steps.append(next) }
    }
  }

  /// What brings a tool further.
  private static func next(_ laggard: Laggard) -> Message {
    NextStepText.message(laggard.next, tool: laggard.toolName, key: laggard.keyName)
  }

  private static func words(_ reason: SpecialReason) -> Message {
    switch reason {
    case .runsCode: "shells evaluate its value, which can run commands"
    case .cannotBeAssigned: "shells do not let it be assigned"
    case .changesWhatRuns: "it decides what later commands run"
    }
  }

  private static var defect: Diagnostic { Diagnostic(CommandError.unexpectedAnswer) }
}
