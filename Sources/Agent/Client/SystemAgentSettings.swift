import Platform

/// What the machine says about its system agent: `/etc/keyroll/agent.conf`, which may have comments
/// (`#`) and one line `uid = N`.
package enum SystemAgentSettings {
  package static let path = "/etc/keyroll/agent.conf"
  private static let limit = 64 << 10

  /// The user other than root whose agent is trusted; nil when there is none.
  ///
  /// - Parameter owner: whose the file must be; nobody else may be able to write it.
  package static func trustedUser(
    at path: String = path, owner: UInt32 = 0
  ) throws(PlaceError) -> UInt32? {
    guard let (status, bytes) = try contents(path) else { return nil }
    guard status.kind == .regular else { throw .configuration(path: path, line: 0) }
    guard status.owner == owner else {
      throw .foreignOwner(path: path, owner: status.owner, expected: owner)
    }
    guard status.mode & 0o022 == 0 else { throw .unsafeMode(path: path, mode: status.mode) }
    return try parse(String(decoding: bytes, as: UTF8.self), path)
  }

  private static func contents(
    _ path: String
  ) throws(PlaceError) -> (FileStatus, [UInt8])? {
    do throws(SystemError) {
      let file = try OwnedFile.open(path, .read, followingSymlinks: false, waiting: false)
      return (try file.status(), try file.readAll(limit: limit))
    } catch {
      if error.name == "ENOENT" { return nil }
      if error.name == "ELOOP" { throw .symbolicLink(path: path) }
      throw .system(error)
    }
  }

  private static func parse(_ text: String, _ path: String) throws(PlaceError) -> UInt32? {
    var user: UInt32?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let words = line.split { $0 == " " || $0 == "\t" }
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      guard words.count == 3, first == "uid", words[1] == "=", user == nil,
        let number = UInt32(words[2]), String(number) == words[2], number != .max
      else { throw .configuration(path: path, line: index + 1) }
      user = number
    }
    return user
  }
}
