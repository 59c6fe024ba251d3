/// An error in words, with the status to end with. Everything here may be shown to anyone: no case
/// of any error carries a secret.
package struct Diagnostic: Sendable {
  /// Stable, for scripts: lower case words joined by `-`.
  package var code: String
  /// "what failed: why", lower case, no full stop.
  package var message: Message
  /// What to type next.
  package var hints: [Message]
  package var exit: ExitStatus

  package init(_ code: String, _ exit: ExitStatus, _ message: Message, _ hints: Message...) {
    self.code = code
    self.exit = exit
    self.message = message
    self.hints = hints
  }

  package init(_ code: String, _ exit: ExitStatus, _ message: Message, hints: [Message]) {
    self.code = code
    self.exit = exit
    self.message = message
    self.hints = hints
  }

  package var json: JSONOutput { .document([("error", facts)]) }

  /// Without the frame of a document of its own.
  package var facts: JSONOutput {
    .object([
      ("code", .text(code)), ("message", .text(message.text)),
      ("hints", .array(hints.map { .text($0.text) })), ("exit", .integer(Int64(exit.rawValue))),
    ])
  }
}

extension Diagnostic {
  package init(_ error: CommandError) {
    switch error {
    case .usage(let error): self.init(error)
    case .service(let error): self.init(error)
    case .delivery(let error): self.init(error)
    case .reference(let problem): self.init(problem)
    case .toolName(let problem): self.init(problem, of: "a tool")
    case .system(let error): self.init(error)
    case .input(let error): self.init(error)
    case .roll(let error): self.init(error)
    case .step(let error): self.init(error)
    case .launch(let error): self.init(launching: error)
    case .unanswered(let question, let option):
      self.init(
        "question", .usage, "a question needs an answer: \(question)",
        "answer it with \(option)")
    case .aborted(.nothingChanged):
      self.init("aborted", .aborted, "stopped: nothing was changed")
    case .aborted(.valueKept(let key)):
      self.init(
        "aborted-value-kept", .aborted, "stopped: the value that was typed is stored in \(key)",
        "look at it with: keyroll show \(key)")
    case .aborted(.valueStaged(let key)):
      self.init(
        "aborted-value-staged", .aborted,
        "stopped: the value that was typed is stored as the next version of \(key); no tool has it",
        "write it to its tools: keyroll emit \(key)")
    case .nobodyToUnlock:
      self.init(
        "locked", .locked, "cannot open the vault: there is nobody to ask for the passphrase",
        "use --passphrase-file F, --key-file F, or set KEYROLL_PASSPHRASE_FILE")
    case .outOfMemory:
      self.init(
        "out-of-memory", .unexpected, "out of memory: no protected memory for a secret",
        "free memory, or raise the limit shown by: ulimit -l")
    case .early(let refusal): self.init(refusal)
    case .agent(let problem): self.init(problem)
    case .unavailable(let what): self.init(what)
    case .unexpectedAnswer:
      self.init(
        "defect", .unexpected, "internal defect: the vault answered another question",
        "please report this, with the command that you typed and no values")
    }
  }

  init(_ refusal: EarlyRefusal) {
    switch refusal {
    case .keyIsConnected(let key, let tools):
      self.init(
        "key-in-use", .conflict, "\(key) has a value already, and tools use it: \(list: tools)",
        "give it a new value, step by step: keyroll rotate \(key)",
        "only to replace a mistyped value that no tool has taken: keyroll set \(key) --fix")
    case .rotationIsOpen(let key):
      self.init(
        "rotation-open", .conflict, "\(key) is being rotated: finish that first",
        "see what it waits for: keyroll rotation show \(key)",
        "if the value has leaked: --emergency")
    case .severalFields(let key, let fields):
      self.init(
        "several-fields", .usage, "\(key) has several fields: \(list: fields)",
        "name one: keyroll get \(key)#\(fields.first ?? "FIELD")")
    case .nothingToChange:
      self.init(
        "nothing-to-change", .usage, "nothing to change: no option says what",
        "for example: --owner NAME, or --unset owner")
    }
  }

  private init(_ what: Unavailability) {
    switch what {
    case .clipboard:
      self.init(
        "no-clipboard", .refused, "cannot copy: there is no terminal to hand the value to",
        "print it instead: keyroll get REF")
    case .home:
      self.init(
        "no-home", .noVault, "no place for a vault: this user has no home directory",
        "name one with --vault PATH or KEYROLL_VAULT")
    case .sharedVault:
      self.init(
        "shared-vault", .usage, "a vault has to be a file: shared vaults are not known yet",
        "name a file with --vault PATH")
    }
  }
}
