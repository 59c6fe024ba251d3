import Platform

/// The directories that decide what an absolute path leads to, those of its symbolic links included.
struct ProgramWay {
  private static let mostLinks = 40

  private let path: String
  private let user: UInt32
  /// Components still to be gone through, the next one last.
  private var rest: [Substring]
  /// The real directory reached, without its last slash: the root is empty.
  private var place = ""

  init(to path: String, user: UInt32) {
    self.path = path
    self.user = user
    rest = path.split(separator: "/").reversed()
  }

  /// The first directory in which somebody other than root and the user can put something else in
  /// the place of what is next on the way; nil where there is none.
  mutating func openDirectory() throws(SystemError) -> String? {
    var links = 0
    while let name = rest.popLast() {
      if name == "." { continue }
      if name == ".." {
        place = String(place[..<(place.lastIndex(of: "/") ?? place.startIndex)])
        continue
      }
      let entry = "\(place)/\(name)"
      let status = try FileSystem.linkStatus(entry)
      let directory = place.isEmpty ? "/" : place
      guard isSafe(try FileSystem.linkStatus(directory), around: status) else { return directory }
      guard status.kind == .symlink else {
        place = entry
        continue
      }
      links += 1
      // A link of `/proc` may lead where no path does; and one after so many is none of a program's.
      let destination = try FileSystem.linkDestination(entry)
      guard links <= Self.mostLinks, !destination.isEmpty else { return directory }
      if destination.hasPrefix("/") { place = "" }
      rest += destination.split(separator: "/").reversed()
    }
    return nil
  }

  /// In a sticky directory, such as `/tmp`, only its owner and that of an entry can take the entry's
  /// name away.
  private func isSafe(_ directory: FileStatus, around entry: FileStatus) -> Bool {
    guard isTrusted(directory) else { return false }
    return directory.mode & 0o022 == 0 || directory.mode & 0o1000 != 0 && isTrusted(entry)
  }

  private func isTrusted(_ status: FileStatus) -> Bool {
    status.owner == 0 || status.owner == user
  }
}
