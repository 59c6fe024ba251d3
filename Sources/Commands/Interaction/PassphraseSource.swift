package import Agent
import Platform
package import SecretMemory

/// Where the factors come from that open a vault, in this order: the options of the command line,
/// KEYROLL_PASSPHRASE_FILE, a credential of the service manager, KEYROLL_PASSPHRASE, the terminal.
package struct PassphraseSource {
  package static let longestPassphrase = 1024
  package static let longestKeyFile = 64 << 10
  /// Bytes: a key file is not stretched, so that it has to be long enough by itself.
  package static let shortestKeyFile = 32

  private let globals: Globals
  private let surroundings: Surroundings
  private let questions: Questions

  package init(_ globals: Globals, _ surroundings: Surroundings, _ questions: Questions) {
    self.globals = globals
    self.surroundings = surroundings
    self.questions = questions
  }

  /// What opens the vault without a question; nil where there is nothing.
  package func offered() throws(CommandError) -> UnlockFactors? {
    let keyFile = try keyFile()
    if let passphrase = try passphraseFromOptions() {
      return UnlockFactors(passphrase: passphrase, keyFile: keyFile)
    }
    if keyFile != nil { return UnlockFactors(keyFile: keyFile) }
    guard let passphrase = try passphraseFromEnvironment() else { return nil }
    return UnlockFactors(passphrase: passphrase)
  }

  /// What opens the vault, asked for where nothing offers it.
  package func factors(of vault: String) throws(CommandError) -> UnlockFactors {
    if let offered = try offered() { return offered }
    return try asked(vault: vault)
  }

  /// Asks at the terminal.
  package func asked(vault: String) throws(CommandError) -> UnlockFactors {
    guard questions.areAllowed else { throw .nobodyToUnlock }
    let passphrase = try questions.secret(
      "passphrase of \(vault)", limit: Self.longestPassphrase, option: "--passphrase-file")
    return UnlockFactors(passphrase: passphrase, keyFile: try keyFile())
  }

  /// Whether a key file alone was offered, where a slot may need a passphrase beside it.
  package var offersKeyFileAlone: Bool {
    globals.keyFile != nil && globals.passphraseFile == nil && globals.passphraseDescriptor == nil
  }

  /// The key file of the command line, nil without one.
  package func keyFile() throws(CommandError) -> SecretBytes? {
    guard let path = globals.keyFile else { return nil }
    return try keyFile(at: path)
  }

  /// A file that is long enough to be a key file.
  package func keyFile(at path: String) throws(CommandError) -> SecretBytes {
    let bytes = try SecretSource.file(path, limit: Self.longestKeyFile)
    guard bytes.count >= Self.shortestKeyFile else {
      throw .input(.keyFileTooShort(path: path, least: Self.shortestKeyFile))
    }
    return bytes
  }

  /// The passphrase that the options name, nil without any.
  package func passphraseFromOptions() throws(CommandError) -> SecretBytes? {
    if let path = globals.passphraseFile { return try passphrase(inFile: path) }
    guard let descriptor = globals.passphraseDescriptor else { return nil }
    return try passphrase(fromDescriptor: descriptor)
  }

  /// The passphrase that somebody has opened for reading, without its line end.
  package func passphrase(fromDescriptor number: Int32) throws(CommandError) -> SecretBytes {
    try checked(
      SecretSource.descriptor(number, limit: Self.longestPassphrase + 2, surroundings),
      source: "descriptor \(number)")
  }

  /// The passphrase in a file, without its line end.
  package func passphrase(inFile path: String) throws(CommandError) -> SecretBytes {
    try checked(
      SecretSource.file(path, limit: Self.longestPassphrase + 2), source: path)
  }

  /// The passphrase that the environment offers, nil without any.
  package func passphraseFromEnvironment() throws(CommandError) -> SecretBytes? {
    if let path = surroundings.variable("KEYROLL_PASSPHRASE_FILE"), !path.isEmpty {
      return try passphrase(inFile: path)
    }
    if let directory = surroundings.variable("CREDENTIALS_DIRECTORY"), !directory.isEmpty {
      let path = "\(directory)/keyroll"
      if FileSystem.exists(path) { return try passphrase(inFile: path) }
    }
    do {
      return try surroundings.takeSecretVariable("KEYROLL_PASSPHRASE")
    } catch {
      throw .outOfMemory
    }
  }

  private func checked(
    _ bytes: consuming SecretBytes, source: String
  ) throws(CommandError) -> SecretBytes {
    do throws(SecretMemoryError) {
      let passphrase = try bytes.withoutLineEnd()
      if passphrase.count > 0 { return passphrase }
    } catch {
      throw .outOfMemory
    }
    throw .input(.emptyPassphrase(source: source))
  }
}
