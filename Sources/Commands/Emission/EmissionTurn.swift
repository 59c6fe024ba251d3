import Platform

/// One process of this user writes targets at a time: between two, the file could hold one's values
/// and the vault the other's record.
struct EmissionTurn: ~Copyable {
  private let directory: OwnedFile

  /// Waits for whoever is writing. The turn ends with the process at the latest.
  init(_ session: Session) throws(CommandError) {
    directory = try Self.lock(try session.stateRoot())
  }

  consuming func end() {}

  private static func lock(_ path: String) throws(CommandError) -> OwnedFile {
    do throws(SystemError) {
      let directory = try OwnedFile.open(path, .read)
      _ = try directory.lock(exclusive: true, wait: true)
      return directory
    } catch {
      throw .system(error)
    }
  }
}
