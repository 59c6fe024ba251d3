package import Platform

/// Why a program is not run.
package enum ProgramProblem: Error, Equatable, Sendable {
  case notFound(String)
  /// A directory, pipe, socket or device.
  case notRegular(String)
  case notExecutable(String)
  /// Neither root's nor ours: its owner could put anything in its place.
  case ownedByOther(String)
  /// Its group or everybody may change it: its permission bits.
  case writableByOthers(String, mode: UInt32)
  /// A directory on the way to the program, in which others can put something else in its place.
  case openDirectory(String, program: String)
  case system(SystemError)

  /// Whether somebody else decides what would run, which is another matter than a program that is
  /// not there.
  package var isUntrusted: Bool {
    switch self {
    case .ownedByOther, .writableByOthers, .notRegular, .openDirectory: true
    case .notFound, .notExecutable, .system: false
    }
  }
}

/// The programs that commands begin with.
package enum CommandProgram {
  /// The absolute path of a program as it was typed, in its real directory: looked up in the
  /// absolute directories of `search`, as `PATH` has them, unless it has a slash. A relative
  /// directory would let the place where somebody stands choose the program. Its name stays, even if
  /// it is a symbolic link: there are programs that do what they are called by.
  package static func resolve(
    _ name: String, search: String? = ProcessEnvironment.value("PATH")
  ) throws(ProgramProblem) -> String {
    if name.utf8.contains(UInt8(ascii: "/")) { return try real(name) }
    let directories = (search ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
    let candidates = directories.filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
    let found = candidates.first { path in
      (try? FileSystem.status(path))?.kind == .regular && FileSystem.allows(.execute, path)
    }
    guard let found, !name.isEmpty else { throw .notFound(name) }
    return try real(found)
  }

  private static func real(_ path: String) throws(ProgramProblem) -> String {
    let (directory, name) = FileSystem.split(path)
    guard FileSystem.exists(path) else { throw .notFound(path) }
    do throws(SystemError) {
      if [".", ".."].contains(name) { return try FileSystem.realPath(path) }
      let real = try FileSystem.realPath(directory)
      return real == "/" ? "/\(name)" : "\(real)/\(name)"
    } catch {
      throw ["ENOENT", "ENOTDIR"].contains(error.name) ? .notFound(path) : .system(error)
    }
  }

  /// Refuses a file that somebody other than root and `user` may have made or can change, or can put
  /// another in the place of: on the way to it, links and all.
  package static func check(
    _ path: String, user: UInt32 = CurrentProcess.user
  ) throws(ProgramProblem) {
    let status: FileStatus
    do throws(SystemError) {
      status = try FileSystem.status(path)
    } catch {
      throw ["ENOENT", "ENOTDIR"].contains(error.name) ? .notFound(path) : .system(error)
    }
    guard status.kind == .regular else { throw .notRegular(path) }
    guard status.owner == 0 || status.owner == user else { throw .ownedByOther(path) }
    guard status.mode & 0o022 == 0 else { throw .writableByOthers(path, mode: status.mode) }
    guard FileSystem.allows(.execute, path) else { throw .notExecutable(path) }
    var way = ProgramWay(to: path, user: user)
    let open: String?
    do throws(SystemError) { open = try way.openDirectory() } catch { throw .system(error) }
    if let open { throw .openDirectory(open, program: path) }
  }
}
