internal import Glibc

/// A user of this machine. Read from /etc/passwd directly, because a static program cannot load the
/// name services of glibc; users from elsewhere have no name here.
package struct User: Equatable, Sendable {
  package let identifier: UInt32

  /// The login name, or the identifier in decimal where /etc/passwd has none.
  package let name: String

  /// The home directory according to /etc/passwd.
  package let home: String?

  /// The real user that runs this process. `home` prefers an absolute `$HOME`.
  package static var current: User {
    let user = named(getuid())
    guard let home = ProcessEnvironment.value("HOME"), home.utf8.first == UInt8(ascii: "/") else {
      return user
    }
    return User(identifier: user.identifier, name: user.name, home: home)
  }

  package init(identifier: UInt32, name: String, home: String?) {
    self.identifier = identifier
    self.name = name
    self.home = home
  }

  package static func named(_ identifier: UInt32) -> User {
    find(identifier, in: table())
      ?? User(identifier: identifier, name: String(identifier), home: nil)
  }

  /// The user with a login name; nil where /etc/passwd has none.
  package static func named(_ name: String) -> User? { find(name, in: table()) }

  /// The first entry for `identifier` in a table as passwd(5) describes it.
  package static func find(_ identifier: UInt32, in table: String) -> User? {
    find(in: table) { $0.identifier == identifier }
  }

  /// The first entry with that login name.
  package static func find(_ name: String, in table: String) -> User? {
    find(in: table) { $0.name == name }
  }

  private static func table() -> String {
    let table = try? OwnedFile.open("/etc/passwd", .read).readAll(limit: 16 << 20)
    return String(decoding: table ?? [], as: UTF8.self)
  }

  private static func find(in table: String, where isMeant: (User) -> Bool) -> User? {
    for line in table.split(separator: "\n") {
      let fields = line.split(separator: ":", omittingEmptySubsequences: false)
      guard fields.count >= 6, !fields[0].isEmpty, let identifier = UInt32(fields[2]) else {
        continue
      }
      let home = fields[5].isEmpty ? nil : String(fields[5])
      let user = User(identifier: identifier, name: String(fields[0]), home: home)
      if isMeant(user) { return user }
    }
    return nil
  }
}
