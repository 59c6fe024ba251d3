extension Diagnostic {
  package init(_ error: InputError) {
    switch error {
    case .emptyValue(let field):
      let what: Message = field.map { "the value of \($0)" } ?? "the value"
      self.init(
        "empty-value", .usage, "\(what) is empty: nothing was stored",
        "check the command that the value was to come from")
    case .tooLarge(let limit):
      self.init(
        "too-large", .inputNotUnderstood,
        "the value is larger than \(limit / 1024) KiB: nothing was stored")
    case .notAnObject(let offset):
      self.init(
        "not-an-object", .inputNotUnderstood,
        "--stdin-json needs an object of strings: it went wrong at byte \(offset)",
        #"for example: {"key": "…", "secret": "…"}"#)
    case .notText(let field):
      self.init(
        "not-text-value", .inputNotUnderstood,
        "the value of \(field) is not UTF-8, which JSON cannot carry",
        "leave out --json to get the bytes")
    case .missingField(let field, let given):
      self.init(
        "missing-field", .usage, "the field \(field) has no value: there are \(list: given)")
    case .surplusField(let field, let fields):
      self.init(
        "unknown-field", .usage, "there is no field \(field)", "fields: \(list: fields)")
    case .severalFields(let fields):
      self.init(
        "several-fields", .usage, "one value for \(fields.count) fields: \(list: fields)",
        "give all of them: --stdin-json with an object of these fields")
    case .emptyPassphrase(let source):
      self.init("empty-passphrase", .usage, "the passphrase from \(source) is empty")
    case .passphrasesDiffer:
      self.init(
        "passphrases-differ", .usage, "the two passphrases differ: nothing was changed",
        "type the same again")
    case .weakPassphrase(let bits, let least):
      self.init(
        "weak-passphrase", .refused,
        "the passphrase is too easy to guess: about \(bits) bits, at least \(least) are needed",
        "let keyroll make one: --generate")
    case .keyFileTooShort(let path, let least):
      self.init(
        "short-key-file", .refused, "the key file \(path) is too short: at least \(least) bytes",
        "name a file that does not exist yet, and keyroll makes it")
    case .badRecoveryCode:
      self.init(
        "bad-recovery-code", .inputNotUnderstood, "this is no recovery code: its check fails",
        "compare it with the paper, letter by letter")
    case .suspicious(let field, let findings):
      self.init(
        "suspicious-value", .usage,
        "the value of \(field) looks wrong: \(Self.words(findings)); nothing was stored",
        "if it is right, store it with --as-is")
    }
  }
}
