extension Diagnostic {
  package init(_ error: InputError) {
    switch error {
    case .emptyValue(let field):
      let what: Message = field.map(Self.value(ofField:)) ?? "the value"
      self.init(
        "empty-value", .usage, "\(what) is empty: nothing was stored",
        "type it, or check the command that it was to come from")
    case .tooLarge(let limit):
      self.init(
        "too-large", .inputNotUnderstood,
        "the value is larger than \(limit / 1024) KiB: nothing was stored",
        "store something smaller in its place, such as a key to the file that holds it")
    case .sameValue(let key):
      self.init(
        "same-value", .usage,
        "the new value is the one that \(key) has already: nothing was stored",
        "give it the key that its provider has just made; to store it all the same: --as-is")
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
        "missing-field", .usage, "the field \(field) has no value; given: \(list: given)",
        "give all fields of one version together")
    case .surplusField(let field, let fields):
      self.init(
        "unknown-field", .usage, "there is no field \(field)", "fields: \(list: fields)")
    case .severalFields(let fields):
      self.init(
        "several-fields", .usage, "one value for \(fields.count) fields: \(list: fields)",
        "give all of them: --stdin-json with an object of these fields")
    case .emptyPassphrase(let source):
      self.init(
        "empty-passphrase", .usage, "the passphrase from \(source) is empty",
        "check what was to write it there")
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

  /// A key without a provider has one field, whose name tells nothing.
  static func value(ofField name: String) -> Message {
    name == "value" ? "the value" : "the value of \(name)"
  }
}
