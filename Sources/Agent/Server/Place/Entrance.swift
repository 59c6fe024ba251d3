import Platform

/// A socket at an agent's place, and the right to be there. Only one agent has it at a time.
struct Entrance: ~Copyable {
  let place: AgentPlace
  private let lock: AgentLock
  private let directory: RunDirectory
  let socket: ListeningSocket
  /// What the socket's name led to when it was made.
  private let status: FileStatus

  /// Clients that the kernel keeps waiting while the agent is at work.
  private static let backlog: Int32 = 128

  /// Takes the place of the agent of one vault. A socket that an agent left behind when it was
  /// killed is replaced; one where somebody still answers is not.
  ///
  /// - Parameter state: the directory of what this machine remembers of the vault.
  static func open(
    _ place: AgentPlace, state: String, user: UInt32
  ) throws(PlaceError) -> Entrance {
    let lock = try AgentLock.take(in: state, for: place.socket)
    let directory = try RunDirectory.open(place, user: user)
    // Two agents with different state directories have different locks, and one socket.
    try directory.lock()
    try removeLeftover(place, directory, user: user)
    let mode: UInt32 = place.owner == .system ? 0o666 : 0o600
    let socket = try placing { () throws(SystemError) in
      try ListeningSocket.bind(place.socket, mode: mode, backlog: backlog)
    }
    guard let status = try directory.status(of: place.name) else {
      throw .notASocket(path: place.socket)
    }
    try PlaceRules.check(socket: status, at: place.socket, owners: [user])
    directory.unlock()
    return Entrance(
      place: place, lock: lock, directory: directory, socket: socket, status: status)
  }

  /// Leaves: the socket goes, unless its name leads to another one by now, then the right.
  consuming func close() {
    if (try? directory.lock()) != nil, let now = try? directory.status(of: place.name),
      now.isSameFile(as: status)
    {
      try? directory.remove(place.name)
    }
    lock.release()
  }

  private static func removeLeftover(
    _ place: AgentPlace, _ directory: borrowing RunDirectory, user: UInt32
  ) throws(PlaceError) {
    guard let status = try directory.status(of: place.name) else { return }
    try PlaceRules.check(socket: status, at: place.socket, owners: [user])
    switch answers(at: place.socket) {
    case .nobody: try directory.remove(place.name)
    case .somebody(let process): throw .alreadyRuns(process: process, socket: place.socket)
    case .failed(let error): throw .system(error)
    }
  }

  private enum Answer {
    case nobody
    case somebody(process: Int32?)
    case failed(SystemError)
  }

  private static func answers(at path: String) -> Answer {
    do throws(SystemError) {
      let other = try LocalSocket.connect(path, milliseconds: 1000)
      return .somebody(process: (try? other.peer())?.process)
    } catch {
      switch error.name {
      case "ECONNREFUSED": return .nobody
      // It listens, and is too busy to say so.
      case "EAGAIN": return .somebody(process: nil)
      default: return .failed(error)
      }
    }
  }
}
