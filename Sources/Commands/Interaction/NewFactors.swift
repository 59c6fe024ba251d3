package import Agent
import Platform
package import SecretMemory

/// The second secret of a command that opens the vault with one and sets another: its options are
/// called `--new-…`, since the plain names open the vault.
package struct NewFactors {
  package static let passphraseOptions: [Option] = [
    Option("new-passphrase-file", .one("F"), "read the new passphrase from a file", path: true),
    Option("new-passphrase-fd", .one("N"), "read the new passphrase from an open descriptor"),
    NewPassphrase.option,
  ]
  package static let keyFileOption = Option(
    "new-key-file", .one("F"), "a key file instead; made if it does not exist", path: true)
  package static let exclusions = [["new-passphrase-file", "new-passphrase-fd", "generate"]]

  private let invocation: Invocation
  private let session: Session

  package init(_ invocation: Invocation, _ session: Session) {
    self.invocation = invocation
    self.session = session
  }

  /// From the place that the options name, else typed twice at the terminal.
  package func passphrase() throws(CommandError) -> SecretBytes {
    let choice = NewPassphrase(session)
    if invocation.has("generate") {
      let passphrase = try choice.generate(words: try invocation.number("generate", in: 5...20))
      try choice.show(passphrase)
      return passphrase
    }
    guard let passphrase = try readPassphrase() else {
      return try choice.ask("the new passphrase", option: "--new-passphrase-file")
    }
    try choice.check(passphrase)
    return passphrase
  }

  private func readPassphrase() throws(CommandError) -> SecretBytes? {
    if let path = invocation.value("new-passphrase-file") {
      return try session.passphrases.passphrase(inFile: path)
    }
    guard let number = try invocation.descriptor("new-passphrase-fd") else { return nil }
    return try session.passphrases.passphrase(fromDescriptor: number)
  }

  /// A passphrase, a key file, or both.
  package func factors() throws(CommandError) -> UnlockFactors {
    guard let path = invocation.value("new-key-file") else {
      return UnlockFactors(passphrase: try passphrase())
    }
    if !FileSystem.exists(path) {
      try KeyFile.make(at: path)
      session.printer.note("made the key file \(path): keep a copy of it elsewhere")
    }
    let file = try session.passphrases.keyFile(at: path)
    guard NewFactors.exclusions[0].contains(where: invocation.has) else {
      return UnlockFactors(keyFile: file)
    }
    return UnlockFactors(passphrase: try passphrase(), keyFile: file)
  }
}
