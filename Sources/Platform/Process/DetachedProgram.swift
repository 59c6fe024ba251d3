internal import CLinux
internal import Glibc

/// This program once more, running on its own after we have ended.
package enum DetachedProgram {
  /// The descriptor under which it finds the socket that was handed to it.
  package static let handedDescriptor: Int32 = 3

  /// Starts the very file that this process runs from, even if another has its name by now, and
  /// returns the identifier of the process.
  ///
  /// It leads a session of its own in the directory `/`, its standard streams are `/dev/null`, it
  /// has the socket as descriptor 3 and no other, this environment, and default actions for all
  /// signals. The memory of this process is never copied. `arguments` begin with the name of the
  /// program.
  @discardableResult
  package static func start(
    arguments: [String], handing socket: consuming LocalSocket,
    environment: borrowing EnvironmentBlock
  ) throws(SystemError) -> Int32 {
    try start(
      "/proc/self/exe", arguments: arguments, handing: socket, environment: environment)
  }

  /// The same for any program, by its path.
  /// - Parameter number: The descriptor under which it finds the socket; may be the socket's own.
  @discardableResult
  package static func start(
    _ path: String, arguments: [String], handing socket: consuming LocalSocket,
    as number: Int32 = handedDescriptor, environment: borrowing EnvironmentBlock
  ) throws(SystemError) -> Int32 {
    let handed = socket.descriptor
    precondition(handed >= Self.handedDescriptor, "Platform: the standard streams are not open")
    let result = try unsafe withArguments(arguments.map { Array($0.utf8) }) { vector in
      unsafe environment.withEntries { entries in
        unsafe linux_spawn_detached(path, vector, entries, handed, number)
      }
    }
    guard result > 0 else {
      throw SystemError(errno: Int32(-result), operation: "posix_spawn", path: path)
    }
    return Int32(result)
  }
}
