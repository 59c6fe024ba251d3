import Agent
import Platform
import SecretMemory

package enum InitCommand: Command {
  package static let declaration = CommandDeclaration(
    "init", summary: "make a new vault",
    discussion: """
      The vault opens with a passphrase, which is asked for twice, read with --passphrase-file, or \
      made with --generate. A recovery code is shown once, for the day when the passphrase is \
      forgotten: there is no other way in.

      With --key-file the vault opens with that file and no passphrase, for machines and tests. The \
      file is made if it does not exist; whoever reads it opens the vault.
      """,
    options: [
      NewPassphrase.option,
      Option("strong", "stretch the passphrase with 1 GiB of memory instead of 256 MiB"),
      Option("no-recovery", "make no recovery code"),
    ], exits: [.aborted, .refused, .conflict, .storageFailed],
    examples: [
      Example("keyroll init", "with a passphrase of your own"),
      Example("keyroll init --generate", "with one that keyroll makes"),
      Example("keyroll init --key-file /etc/keyroll.key --no-recovery", "for a machine"),
    ])

  package static func run(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> ExitStatus {
    let path = try session.vaultPath()
    guard !FileSystem.exists(path) else { throw .service(.alreadyExists(path: path)) }
    let hasRecovery = !invocation.flag("no-recovery")
    let first = try firstFactors(invocation, session)
    let recovery =
      hasRecovery ? try RecoverySheet(session).make(insteadOf: "--no-recovery") : nil
    let factors = CreationFactors(first: first, recovery: recovery)
    let vault = try session.create(
      CreateVault(name: name(of: path), strong: invocation.flag("strong")), factors)
    try report(vault, session)
    return .done
  }

  private static func firstFactors(
    _ invocation: Invocation, _ session: Session
  ) throws(CommandError) -> UnlockFactors {
    let choice = NewPassphrase(session)
    if invocation.has("generate") {
      let words = try invocation.number("generate", in: 5...20)
      let passphrase = try choice.generate(words: words)
      try choice.show(passphrase)
      return UnlockFactors(passphrase: passphrase, keyFile: try keyFile(session))
    }
    let keyFile = try keyFile(session)
    if let passphrase = try session.passphrases.passphraseFromOptions() {
      try choice.check(passphrase)
      return UnlockFactors(passphrase: passphrase, keyFile: keyFile)
    }
    if keyFile != nil { return UnlockFactors(keyFile: keyFile) }
    if let passphrase = try session.passphrases.passphraseFromEnvironment() {
      try choice.check(passphrase)
      return UnlockFactors(passphrase: passphrase)
    }
    return UnlockFactors(passphrase: try choice.ask("a passphrase for the new vault"))
  }

  private static func keyFile(_ session: Session) throws(CommandError) -> SecretBytes? {
    guard let path = session.globals.keyFile else { return nil }
    if !FileSystem.exists(path) {
      try KeyFile.make(at: path)
      session.printer.note("made the key file \(path): keep a copy of it elsewhere")
    }
    return try session.passphrases.keyFile()
  }

  /// The file's name without its extension.
  private static func name(of path: String) -> String {
    let file = FileSystem.split(path).name
    guard let dot = file.lastIndex(of: "."), dot != file.startIndex else { return file }
    return String(file[..<dot])
  }

  private static func report(_ vault: VaultView, _ session: Session) throws(CommandError) {
    for note in vault.warnings { session.printer.warning(Message(note)) }
    guard !session.printer.isJSON else {
      return try session.printer.object([("vault", JSONOutput(vault))])
    }
    session.printer.note("made the vault \(vault.path)")
    session.printer.hint("store a key: keyroll set NAME --provider P")
  }
}
