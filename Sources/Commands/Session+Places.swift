import ByteCoding
import Platform

/// Where things are, by the rules of the XDG base directories.
extension Session {
  /// `--vault`, else KEYROLL_VAULT, else the user's own.
  package func vaultPath() throws(CommandError) -> String {
    if let path = globals.vault ?? named("KEYROLL_VAULT") {
      guard !path.holds("://") else { throw .unavailable(.sharedVault) }
      return path
    }
    return try place("XDG_DATA_HOME", below: ".local/share") + "/vault.keyroll"
  }

  /// What this machine remembers of vaults.
  package func stateRoot() throws(CommandError) -> String {
    try place("XDG_STATE_HOME", below: ".local/state")
  }

  private func place(_ variable: String, below folder: String) throws(CommandError) -> String {
    // The specification tells to ignore relative paths.
    if let base = named(variable), base.hasPrefix("/") { return "\(base)/keyroll" }
    // From a relative HOME each directory would have another vault.
    let named = named("HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
    guard let home = named ?? User.current.home else { throw .unavailable(.home) }
    return "\(home)/\(folder)/keyroll"
  }

  private func named(_ variable: String) -> String? {
    guard let value = surroundings.variable(variable), !value.isEmpty else { return nil }
    return value
  }
}
