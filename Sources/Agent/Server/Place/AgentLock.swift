import Platform

/// The right to be a vault's agent on this machine, for as long as the value lives. Whatever path
/// led to the vault, its state directory is the same.
struct AgentLock: ~Copyable {
  private static let name = "agent.lock"
  private static let limit = 4096
  private let file: OwnedFile

  /// Takes the right to the vault whose state is kept in `directory`, or says who has it.
  static func take(in directory: String, for socket: String) throws(PlaceError) -> AgentLock {
    let path = "\(directory)/\(name)"
    let file = try placing(path) { () throws(SystemError) in
      try FileSystem.makeDirectories(directory)
      return try OwnedFile.open(
        path, .create(mode: 0o600, exclusive: false), followingSymlinks: false)
    }
    let isOurs = try placing(path) { () throws(SystemError) in
      try file.lock(exclusive: true, wait: false)
    }
    guard isOurs else { throw holder(of: file) }
    let lock = AgentLock(file: file)
    try lock.write("\(CurrentProcess.identifier)\n\(socket)\n")
    return lock
  }

  /// Gives the right back: what the file says is history then. The file stays, because whoever waits
  /// for it has it open.
  consuming func release() {
    try? file.truncate(to: 0)
  }

  private borrowing func write(_ text: String) throws(PlaceError) {
    try placing { () throws(SystemError) in
      try file.truncate(to: 0)
      try file.write(Array(text.utf8), at: 0)
    }
  }

  /// Only a help for people, and nothing when the other has just begun.
  private static func holder(of file: borrowing OwnedFile) -> PlaceError {
    let text = String(decoding: (try? file.read(at: 0, count: limit)) ?? [], as: UTF8.self)
    let lines = text.split(separator: "\n").map(String.init)
    guard lines.count == 2 else { return .alreadyRuns(process: nil, socket: nil) }
    return .alreadyRuns(process: Int32(lines[0]), socket: lines[1])
  }
}
