package import Platform

/// Why an agent cannot be where it should be. Facts only.
package enum PlaceError: Error, Equatable, Sendable {
  /// A socket's path may have `limit` bytes.
  case pathTooLong(path: String, limit: Int)
  case notADirectory(path: String)
  case symbolicLink(path: String)
  /// It belongs to somebody else than `expected`.
  case foreignOwner(path: String, owner: UInt32, expected: UInt32)
  /// Others than its owner may change it, or read what is ours alone.
  case unsafeMode(path: String, mode: UInt32)
  /// Something else has the socket's name.
  case notASocket(path: String)
  /// Another agent serves this vault; `socket` is where, if that is known.
  case alreadyRuns(process: Int32?, socket: String?)
  /// A line of the machine's settings says something else than `uid = N`.
  case configuration(path: String, line: Int)
  case system(SystemError)
}

/// What fails in `body`, as a fault of a place; told about `path` if one is given.
func placing<R: ~Copyable>(
  _ path: String? = nil, _ body: () throws(SystemError) -> R
) throws(PlaceError) -> R {
  do throws(SystemError) { return try body() } catch {
    throw .system(path.map { error.at($0) } ?? error)
  }
}
