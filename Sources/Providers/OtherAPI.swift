/// Another version of the vendor's API, and what it answers to a key that is not its own.
package struct OtherAPI: Equatable, Sendable {
  package let version: String
  /// HTTP status and message of the refusal, as the vendor documents them.
  package let status: Int
  package let message: String
  /// The profile whose keys that version accepts.
  package let provider: String

  package init(version: String, status: Int, message: String, provider: String) {
    self.version = version
    self.status = status
    self.message = message
    self.provider = provider
  }
}

/// A tool calls one version of an API and would be given a key of another.
package struct APIMismatch: Equatable, Sendable {
  package let provider: String
  package let required: String
  package let actual: String
  /// What the required version would answer; nil where the vendor does not say.
  package let answer: OtherAPI?
}

extension Provider {
  /// The mismatch between this provider's keys and a tool that calls version `required`; nil when
  /// they fit, or when the provider has only one version. `1`, `v1` and `V1` mean the same.
  package func mismatch(requiredAPI required: String) -> APIMismatch? {
    guard let apiVersion else { return nil }
    let wanted = Self.canonicalVersion(required)
    guard wanted != Self.canonicalVersion(apiVersion) else { return nil }
    let answer = otherAPIs.first { Self.canonicalVersion($0.version) == wanted }
    return APIMismatch(provider: id, required: wanted, actual: apiVersion, answer: answer)
  }

  private static func canonicalVersion(_ text: String) -> String {
    let lower = text.lowercased()
    return lower.hasPrefix("v") ? lower : "v" + lower
  }
}
