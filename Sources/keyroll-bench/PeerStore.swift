import Platform

/// Another program that keeps a secret, set up as its users do and ready to be asked for it.
struct PeerStore {
  let name: String
  /// Nil where the program is missing.
  let command: [String]?
  let environment: [(name: String, value: String)]
  /// Tenths: how much faster `get` has to be.
  let least: Int64
  private let atEnd: [String]?

  /// A password store with one entry, its GnuPG agent warm and its key without a passphrase.
  static func pass(in workspace: String) throws -> PeerStore {
    let home = "\(workspace)/gnupg"
    let environment = [
      (name: "GNUPGHOME", value: home),
      (name: "PASSWORD_STORE_DIR", value: "\(workspace)/store"),
    ]
    let isThere = Programs.isThere("pass") && Programs.isThere("gpg")
    if isThere {
      try FileSystem.makeDirectories(home, mode: 0o700)
      try Programs.run(
        "gpg",
        [
          "--batch", "--quiet", "--passphrase", "", "--quick-generate-key", "bench", "default",
          "default", "never",
        ], environment)
      try Programs.run("pass", ["init", "bench"], environment)
      let value = String(decoding: Filling.value, as: UTF8.self)
      try Programs.run("pass", ["insert", "-m", "team/service"], environment, input: value)
      try Programs.run("pass", ["show", "team/service"], environment)
    }
    return PeerStore(
      name: "pass", command: isThere ? ["pass", "show", "team/service"] : nil,
      environment: environment, least: 80, atEnd: ["gpgconf", "--kill", "all"])
  }

  /// One file for one identity.
  static func age(in workspace: String) throws -> PeerStore {
    let (identity, file) = ("\(workspace)/age-key", "\(workspace)/value.age")
    let isThere = Programs.isThere("age") && Programs.isThere("age-keygen")
    if isThere {
      try Programs.run("age-keygen", ["-o", identity])
      let recipient = try Programs.run("age-keygen", ["-y", identity])
      try Programs.run(
        "age", ["-r", String(recipient.prefix { $0 != "\n" }), "-o", file],
        input: String(decoding: Filling.value, as: UTF8.self))
    }
    return PeerStore(
      name: "age", command: isThere ? ["age", "-d", "-i", identity, file] : nil,
      environment: [], least: 15, atEnd: nil)
  }

  func end() throws {
    if let atEnd { try Programs.run(atEnd[0], Array(atEnd.dropFirst()), environment) }
  }
}
