import Agent
import Platform

extension Session {
  /// Refuses where there is no vault, before anything is asked about it.
  func requireVault() throws(CommandError) {
    let path = try vaultPath()
    guard FileSystem.exists(path) else { throw .service(.noVault(path: path)) }
  }
}
