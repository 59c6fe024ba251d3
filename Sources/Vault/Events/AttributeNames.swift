package import ByteCoding

extension Attributes {
  /// The names that have a meaning of their own; `param:NAME` stands beside them.
  package enum Name {
    package static let provider = "provider"
    package static let environment = "environment"
    package static let owner = "owner"
    package static let developer = "developer"
    package static let description = "description"
    package static let application = "application"
    package static let role = "role"
    package static let plan = "plan"
    package static let tag = "tag"
    package static let scope = "scope"
    package static let maxAge = "max-age"
    package static let api = "api"
    package static let require = "require"
    package static let user = "user"
    package static let path = "path"
    package static let dialect = "dialect"
    package static let required = "required"
    package static let needs = "needs"
    package static let requiresAPI = "requires-api"
    package static let replaces = "replaces"
    package static let after = "after"
    package static let group = "group"
    package static let command = "command"
    package static let reload = "reload"
    package static let verify = "verify"
    package static let timeout = "timeout"
    package static let madeFrom = "made-from"

    /// The attribute that holds the provider's parameter `name`.
    package static func parameter(_ name: String) -> String { parameterPrefix + name }
    package static let parameterPrefix = "param:"
  }

  /// Who issues the key: the identifier of a provider profile.
  package var provider: String? { first(Name.provider) }
  package var environment: String? { first(Name.environment) }
  package var owner: String? { first(Name.owner) }
  package var description: String? { first(Name.description) }
  package var tags: [String] { self[Name.tag] ?? [] }
  package var scopes: [String] { self[Name.scope] ?? [] }
  /// Seconds after which a version is due for rotation.
  package var maxAge: Int64? { first(Name.maxAge).flatMap { Int64($0) } }
  /// Version of the vendor's API that the key is for.
  package var api: String? { first(Name.api) }
  /// The level that a tool must reach before an old version may be revoked.
  package var require: AdoptionLevel? {
    first(Name.require).flatMap { AdoptionLevel.Claim(rawValue: $0) }.map(AdoptionLevel.init)
  }
  /// The user id under which a tool runs: decimal digits, with no other spelling. The highest number
  /// is nobody's, as the system calls have it for "no user".
  package var user: UInt32? {
    guard let text = first(Name.user), let user = UInt32(text), String(user) == text,
      user != .max
    else { return nil }
    return user
  }
  /// Where a target's file is.
  package var path: String? { first(Name.path) }
  /// The grammar in which a target's file is written.
  package var dialect: String? { first(Name.dialect) }
  /// Scopes of the key that a connection relies on.
  package var needs: [String] { self[Name.needs] ?? [] }
  /// Version of the vendor's API that a connection relies on.
  package var requiresAPI: String? { first(Name.requiresAPI) }

  /// The keys in whose place a connection uses this one, and which its tool may have still.
  package var replaces: [Identifier] {
    (self[Name.replaces] ?? []).compactMap { Identifier(hex: $0) }
  }
  /// Tools and groups whose tools get a new version before this one.
  package var predecessors: [Predecessor] {
    (self[Name.after] ?? []).compactMap { Predecessor($0) }
  }
  /// The groups of a tool.
  package var groups: [String] { self[Name.group] ?? [] }
  /// Words of the program that takes a target's values on standard input.
  package var command: [String] { self[Name.command] ?? [] }
  /// Words of the program that makes a tool load what was written.
  package var reload: [String] { self[Name.reload] ?? [] }
  /// Words of the program that says whether a tool uses what was written.
  package var verify: [String] { self[Name.verify] ?? [] }
  /// Seconds that a target's programs may take.
  package var timeout: Int64? { first(Name.timeout).flatMap { Int64($0) } }
  /// Keys from whose values this key's is composed.
  package var madeFrom: [Identifier] {
    (self[Name.madeFrom] ?? []).compactMap { Identifier(hex: $0) }
  }

  /// A parameter that the key's provider declares, such as the account or the base URL.
  package func parameter(_ name: String) -> String? { first(Name.parameter(name)) }

  /// All parameters of the provider, by name.
  package var parameters: [(name: String, value: String)] {
    entries.compactMap { entry in
      guard entry.name.hasPrefix(Name.parameterPrefix), let value = entry.values.first else {
        return nil
      }
      return (String(entry.name.dropFirst(Name.parameterPrefix.count)), value)
    }
  }
}
