import Agent
package import Providers
package import SecretMemory

/// One field of a key whose value is wanted.
package struct WantedField: Sendable {
  package let name: String
  /// The words of the vendor's console, or the name.
  package let label: String
  /// Nil without a provider: then nothing is known about the value, and nothing is checked.
  package let profile: FieldProfile?

  package init(_ name: String) {
    self.name = name
    label = name
    profile = nil
  }

  package init(_ profile: FieldProfile) {
    name = profile.name
    label = profile.label
    self.profile = profile
  }
}

/// Takes the value of a key from the one place that the options name: the terminal, standard
/// input, a file, a descriptor, or the program's own generator. Never from an argument.
package struct ValueInput {
  /// The largest value, in bytes.
  package static let limit = 1 << 20

  package static let options: [Option] = [
    Option("stdin", "read the value from standard input, byte for byte"),
    Option("from-file", .one("F"), "read the value from a file, byte for byte", path: true),
    Option("fd", .one("N"), "read the value from an open descriptor, byte for byte"),
    Option("stdin-json", "read an object with all fields from standard input"),
    Option(
      "generate", .optional("LEN"), "make a random value of [A-Za-z0-9_-]", default: "43 characters"
    ),
    Option("trim-newline", "drop one line end from the end of the value"),
    Option("as-is", "store the value even if it looks wrong for its provider"),
  ]

  package static let exclusions = [["stdin", "from-file", "fd", "stdin-json", "generate"]]

  package static let explanation = """
    The value is asked for at the terminal, without echo, or comes from --stdin, --from-file, --fd, \
    --stdin-json or --generate. It is never an argument: the shell's history and the list of \
    processes would show it.
    """

  let invocation: Invocation
  let session: Session

  package init(_ invocation: Invocation, _ session: Session) {
    self.invocation = invocation
    self.session = session
  }

  /// Refuses what is wrong with the options whatever the key, before the vault is opened.
  package func checkForm() throws(CommandError) {
    _ = try invocation.descriptor("fd")
    _ = try length()
  }

  /// Refuses options that cannot go together with these fields, before anything is read.
  package func check(_ wanted: [WantedField]) throws(CommandError) {
    try checkForm()
    let single = ["stdin", "from-file", "fd", "generate"]
    if wanted.count > 1, single.contains(where: invocation.has) {
      throw .input(.severalFields(wanted.map(\.name)))
    }
    guard isTyped, !session.questions.areAllowed else { return }
    throw .unanswered(question: Diagnostic.value(ofField: wanted[0].label), option: "--stdin")
  }

  /// Whether a person types the value.
  package var isTyped: Bool {
    !Self.exclusions[0].contains(where: invocation.has)
  }

  /// The values as they came, one for each wanted field.
  package func read(_ wanted: [WantedField]) throws(CommandError) -> SecretFields {
    if invocation.has("stdin-json") { return try readObject(wanted) }
    if isTyped { return try ask(wanted) }
    var fields = SecretFields()
    let value = try readOne()
    try append(value, wanted[0], to: &fields)
    return fields
  }

  private func readOne() throws(CommandError) -> SecretBytes {
    if invocation.has("generate") {
      let length = try length() ?? NewSecret.valueLength
      do throws(SecretMemoryError) {
        return try NewSecret.value(length: length)
      } catch {
        throw .outOfMemory
      }
    }
    if let path = invocation.value("from-file") {
      return try SecretSource.file(path, limit: Self.limit)
    }
    if let number = try invocation.descriptor("fd") {
      return try SecretSource.descriptor(number, limit: Self.limit, session.surroundings)
    }
    return try SecretSource.input(limit: Self.limit, session.surroundings)
  }

  private func length() throws(CommandError) -> Int? {
    try invocation.number("generate", in: 8...4096)
  }

  /// One prompt for each field.
  package func ask(_ wanted: [WantedField]) throws(CommandError) -> SecretFields {
    var fields = SecretFields()
    for field in wanted {
      let value = try session.questions.secret(
        "\(field.label) (not shown)", limit: Self.limit, option: "--stdin")
      try append(value, field, to: &fields)
    }
    return fields
  }

  private func append(
    _ value: borrowing SecretBytes, _ field: WantedField, to fields: inout SecretFields
  ) throws(CommandError) {
    guard value.count > 0 else { throw .input(.emptyValue(field: field.name)) }
    do throws(SecretMemoryError) {
      try value.withSpan { (bytes) throws(SecretMemoryError) in
        try fields.append(name: field.name, value: bytes)
      }
    } catch {
      throw .outOfMemory
    }
  }
}
