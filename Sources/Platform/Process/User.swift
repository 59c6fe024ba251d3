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
    let table = try? OwnedFile.open("/etc/passwd", .read).readAll(limit: 16 << 20)
    return find(identifier, in: String(decoding: table ?? [], as: UTF8.self))
      ?? User(identifier: identifier, name: String(identifier), home: nil)
  }

  /// The first entry for `identifier` in a table as passwd(5) describes it.
  package static func find(_ identifier: UInt32, in table: String) -> User? {
    for line in table.split(separator: "\n") {
      let fields = line.split(separator: ":", omittingEmptySubsequences: false)
      guard fields.count >= 6, !fields[0].isEmpty, UInt32(fields[2]) == identifier else { continue }
      let home = fields[5].isEmpty ? nil : String(fields[5])
      return User(identifier: identifier, name: String(fields[0]), home: home)
    }
    return nil
  }
}
