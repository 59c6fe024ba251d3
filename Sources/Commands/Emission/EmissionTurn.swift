import Platform

/// One process of this user writes targets and runs their commands at a time: between two, the file
/// could hold one's values and the vault the other's record.
struct EmissionTurn: ~Copyable {
  private let directory: OwnedFile

  /// Waits for whoever is at it. The turn ends with the process at the latest.
  init(_ session: Session) throws(CommandError) {
    directory = try Self.locked(session)
  }

  private static func locked(_ session: Session) throws(CommandError) -> OwnedFile {
    let path = try session.stateRoot()
    let directory = try reporting { () throws(SystemError) in
      try FileSystem.makeDirectories(path)
      return try OwnedFile.open(path, .read)
    }
    if try lock(directory, waiting: false) { return directory }
    // Whoever is at it waits for this command to end.
    if session.surroundings.variable("KEYROLL_OPERATION") != nil { throw .step(.withinCommand) }
    session.printer.note("another keyroll is writing targets: waiting for it")
    _ = try lock(directory, waiting: true)
    return directory
  }

  private static func lock(
    _ directory: borrowing OwnedFile, waiting: Bool
  ) throws(CommandError) -> Bool {
    do throws(SystemError) {
      return try directory.lock(exclusive: true, wait: waiting)
    } catch {
      throw .system(error)
    }
  }

  consuming func end() {}
}
