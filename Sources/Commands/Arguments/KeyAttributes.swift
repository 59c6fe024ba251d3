import Agent
package import Providers
package import Vault

/// The options that describe a key without its value, for `set` and `edit`.
package enum KeyAttributes {
  package static let options: [Option] = [
    Option("param", .many("NAME=VALUE"), "a parameter of the provider, such as the account"),
    Option("max-age", .one("D"), "remind when a value is older, for example 90d"),
    Option("scope", .many("S"), "a permission that the key has"),
    Option("environment", .one("E"), "such as prod or test"),
    Option("owner", .one("O"), "who answers for the key"),
    Option("developer", .one("D"), "who it was made for"),
    Option("application", .one("A"), "the application it is registered for"),
    Option("role", .one("R"), "the role it has at its provider"),
    Option("plan", .one("P"), "the plan it belongs to"),
    Option("description", .one("T"), "what it is for"),
    Option("tag", .many("T"), "a word to find it by"),
  ]

  private static let single = [
    "environment", "owner", "developer", "application", "role", "plan", "description",
  ]

  /// Refuses what is wrong with the options whatever the key, before the vault is opened.
  package static func checkForm(_ invocation: Invocation) throws(CommandError) {
    _ = try invocation.duration("max-age")
    _ = try invocation.assignments("param")
  }

  /// What the options say, for a key of this provider.
  ///
  /// - Parameter provider: nil for a key without one, which has no parameters.
  package static func read(
    _ invocation: Invocation, _ provider: Provider?
  ) throws(CommandError) -> Attributes {
    var attributes = Attributes()
    for name in single {
      if let value = invocation.value(name) { attributes[name] = [value] }
    }
    for name in ["tag", "scope"] where invocation.has(name) {
      attributes[name] = invocation.values(name)
    }
    if let seconds = try invocation.duration("max-age") {
      attributes[Attributes.Name.maxAge] = [String(seconds)]
    }
    for (name, value) in try invocation.assignments("param") {
      try check(parameter: name, provider)
      attributes[Attributes.Name.parameter(name)] = [value]
    }
    return attributes
  }

  private static func check(
    parameter name: String, _ provider: Provider?
  ) throws(CommandError) {
    guard provider?.parameter(name) == nil else { return }
    throw .service(
      .unknownParameter(
        name: name, provider: provider?.id, known: provider?.parameters.map(\.name) ?? []))
  }

  /// The provider called `id`; an unknown one is refused with the nearest name.
  package static func provider(_ id: String) throws(CommandError) -> Provider {
    if let provider = Catalogue.provider(id) { return provider }
    let names = Catalogue.all.map(\.id)
    throw .service(
      .unknownProvider(name: id, suggestion: Suggestion.near(id, among: names).first))
  }
}
