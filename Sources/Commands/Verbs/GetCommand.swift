import Agent
import ByteCoding
import SecretMemory
import Vault

package enum GetCommand: Command {
  package static let declaration = CommandDeclaration(
    "get", summary: "print the value of a key",
    discussion: """
      The value goes to standard output byte for byte, with a line end after it unless -n is given. \
      To give values to a program, keyroll run keeps them off the screen and out of files.
      """,
    operands: [
      Operand("REF", .one, .key, "KEY, KEY@3, KEY@previous, KEY#field or keyroll://KEY#field")
    ],
    options: [
      Option("no-newline", short: "n", "no line end after the value"),
      Option("copy", "hand the value to the terminal's clipboard (OSC 52) instead of printing it"),
      Option("clear", .one("D"), "empty the clipboard after this time; 0s: never", default: "45s"),
    ],
    exclusions: [["no-newline", "copy"]],
    exits: [
      .locked, .wrongPassphrase, .noVault, .notFound, .cannotDecrypt, .refused, .damaged,
      .rolledBack,
    ],
    examples: [
      Example("keyroll get stripe", "the current value"),
      Example("keyroll get liveperson#token-secret@previous -n", "a field of the version before"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let reference = try invocation.reference()
    let clipboard = try Clipboard(invocation, session)
    let value = try value(of: reference, session)
    if let clipboard {
      try clipboard.take(value)
    } else if session.printer.isJSON {
      try printObject(value, try session.key(reference), reference, session)
    } else {
      try print(value, withLineEnd: !invocation.flag("no-newline"), session)
    }
    return .done
  }

  private static func value(
    of reference: Reference, _ session: Session
  ) throws(CommandError) -> SecretBytes {
    do throws(CommandError) {
      return try session.value(of: reference)
    } catch {
      guard case .service(.fieldNeeded(let key, let fields)) = error else { throw error }
      throw .early(.severalFields(key: key, fields: fields))
    }
  }

  private static func print(
    _ value: borrowing SecretBytes, withLineEnd: Bool, _ session: Session
  ) throws(CommandError) {
    try session.printer.secret(value)
    if withLineEnd { try session.printer.bytes([UInt8(ascii: "\n")]) }
  }

  private static func printObject(
    _ value: borrowing SecretBytes, _ key: KeyView, _ reference: Reference, _ session: Session
  ) throws(CommandError) {
    let text = try reporting { () throws(SecretMemoryError) in
      try document(value, key.name, reference.field ?? key.fields.first ?? "value")
    }
    try session.printer.secret(text)
  }

  /// Built in guarded memory; a value that is not UTF-8 becomes Base64 under another name.
  private static func document(
    _ value: borrowing SecretBytes, _ key: String, _ field: String
  ) throws(SecretMemoryError) -> SecretBytes {
    var writer = JSONWriter(SecretBuilder())
    try writer.beginObject()
    try writer.name("schema")
    try writer.string(JSONOutput.schema)
    try writer.name("key")
    try writer.string(key)
    try writer.name("field")
    try writer.string(field)
    if value.withSpan(UTF8Check.isValid) {
      try writer.name("value")
      try value.withSpan { (bytes) throws(SecretMemoryError) in try writer.string(bytes) }
    } else {
      var encoded = SecretBuilder()
      try value.withSpan { (bytes) throws(SecretMemoryError) in
        try Base64.encode(bytes, into: &encoded)
      }
      try writer.name("base64")
      try encoded.withSpan { (bytes) throws(SecretMemoryError) in try writer.string(bytes) }
    }
    try writer.endObject()
    var builder = writer.finish()
    try builder.append(UInt8(ascii: "\n"))
    return try builder.finish()
  }
}
