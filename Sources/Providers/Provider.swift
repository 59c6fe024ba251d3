/// What is known about one issuer of keys, as data: nothing here talks to the network.
///
/// A profile states facts that the vendor publishes; where the vendor says nothing, the profile
/// says nothing either (`nil`, an empty list) and never guesses.
package struct Provider: Equatable, Sendable {
  /// Stable name used on the command line and in the vault, such as `liveagent-v3`.
  package let id: String
  /// The vendor's own name for the product.
  package let name: String
  /// The parts of one credential, in the order in which they are asked for. They rotate together.
  package let fields: [FieldProfile]
  /// Settings that are not secret but that a request needs.
  package let parameters: [ParameterProfile]
  /// Attribute names (`Events.md`) worth recording for a key of this provider.
  package let metadata: [String]
  /// Version of the vendor's API that accepts the key, such as `v3`; nil where there is only one.
  package let apiVersion: String?
  /// Permissions the vendor names; empty where none are published.
  package let scopes: [String]
  package let authentication: Authentication
  package let baseURL: BaseURL
  package let rotation: RotationClass
  package let rateLimits: [RateLimit]
  /// Seconds after which the vendor, if it says anything, begins to advise a new key.
  package let recommendedAge: Int64?
  /// Seconds after which the vendor's advice has run out.
  package let greatestAge: Int64?
  /// Steps in the vendor's console that end with a new key on the screen.
  package let createSteps: [String]
  /// Steps in the vendor's console that end the life of an old key.
  package let revokeSteps: [String]
  /// What to know before a rotation starts, because it cannot be taken back.
  package let rotationWarnings: [String]
  package let notes: [ProviderNote]
  /// What the vendor's other API versions answer to a key of this one.
  package let otherAPIs: [OtherAPI]

  package init(
    id: String, name: String, fields: [FieldProfile], parameters: [ParameterProfile] = [],
    metadata: [String] = [], apiVersion: String? = nil, scopes: [String] = [],
    authentication: Authentication, baseURL: BaseURL, rotation: RotationClass,
    rateLimits: [RateLimit] = [], recommendedAge: Int64? = nil, greatestAge: Int64? = nil,
    createSteps: [String], revokeSteps: [String], rotationWarnings: [String] = [],
    notes: [ProviderNote] = [], otherAPIs: [OtherAPI] = []
  ) {
    self.id = id
    self.name = name
    self.fields = fields
    self.parameters = parameters
    self.metadata = metadata
    self.apiVersion = apiVersion
    self.scopes = scopes
    self.authentication = authentication
    self.baseURL = baseURL
    self.rotation = rotation
    self.rateLimits = rateLimits
    self.recommendedAge = recommendedAge
    self.greatestAge = greatestAge
    self.createSteps = createSteps
    self.revokeSteps = revokeSteps
    self.rotationWarnings = rotationWarnings
    self.notes = notes
    self.otherAPIs = otherAPIs
  }

  /// The profile of the field called `name`, or nil.
  package func field(_ name: String) -> FieldProfile? { fields.first { $0.name == name } }

  /// The profile of the parameter called `name`, or nil.
  package func parameter(_ name: String) -> ParameterProfile? {
    parameters.first { $0.name == name }
  }

  /// Required parameters that are not among `given`. One that only fills the base URL is not
  /// missed when the whole base URL is given.
  package func missingParameters(given: some Collection<String>) -> [ParameterProfile] {
    parameters.filter { parameter in
      guard parameter.isRequired, !given.contains(parameter.name) else { return false }
      guard case .template(let form, overriddenBy: let whole?) = baseURL else { return true }
      return !(given.contains(whole) && Self.names(parameter, in: form))
    }
  }

  private static func names(_ parameter: ParameterProfile, in form: String) -> Bool {
    let pieces = form.split(separator: "{", omittingEmptySubsequences: false)
    return pieces.dropFirst().contains { $0.hasPrefix("\(parameter.name)}") }
  }
}

/// A standing fact about a provider that people must hear.
package enum ProviderNote: Equatable, Sendable {
  /// Still works, but the vendor wants people off it.
  case deprecated(advice: String)
  /// The vendor has ended it, on a date (YYYY-MM-DD).
  case retired(since: String, advice: String)
  case remark(String)
}
