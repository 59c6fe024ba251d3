/// The options that stand before or after any command.
package enum GlobalOptions {
  package static let all: [Option] = [
    Option(
      "vault", .one("PATH"), "the vault to use; KEYROLL_VAULT names another default",
      default: "~/.local/share/keyroll/vault.keyroll", path: true),
    Option("json", "print one JSON object; errors too, on stderr"),
    Option("quiet", short: "q", "no messages on stderr, except errors"),
    Option("verbose", short: "v", "more messages on stderr"),
    Option("yes", short: "y", "agree to ordinary questions"),
    Option("no-input", "never ask: a question becomes exit 2 and names the option to use"),
    Option("no-color", "no colour, as with NO_COLOR set"),
    Option("no-agent", "answer in this process, even where an agent runs"),
    Option("reason", .one("TEXT"), "why this is done; kept in the log"),
    Option(
      "passphrase-file", .one("F"), "read the passphrase from a file (KEYROLL_PASSPHRASE_FILE)",
      path: true),
    Option("passphrase-fd", .one("N"), "read the passphrase from an open descriptor"),
    Option("key-file", .one("F"), "open the vault with a key file", path: true),
    Option("help", short: "h", "show the help of this command"),
  ]

  package static let names: Set<String> = Set(all.map(\.long))
}

/// The values of the global options of one invocation.
package struct Globals: Sendable {
  package var vault: String?
  package var json = false
  package var quiet = false
  package var verbose = false
  package var agreesToQuestions = false
  package var noInput = false
  package var noColor = false
  package var noAgent = false
  package var reason: String?
  package var passphraseFile: String?
  package var passphraseDescriptor: Int32?
  package var keyFile: String?

  package init() {}

  package init(_ invocation: Invocation) throws(CommandError) {
    vault = invocation.value("vault")
    json = invocation.flag("json")
    quiet = invocation.flag("quiet")
    verbose = invocation.flag("verbose")
    agreesToQuestions = invocation.flag("yes")
    noInput = invocation.flag("no-input")
    noColor = invocation.flag("no-color")
    noAgent = invocation.flag("no-agent")
    reason = invocation.value("reason")
    passphraseFile = invocation.value("passphrase-file")
    passphraseDescriptor = try invocation.descriptor("passphrase-fd")
    keyFile = invocation.value("key-file")
  }
}
