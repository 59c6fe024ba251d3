extension Catalogue {
  /// support.liveagent.com/741982-API-key, /217359-Request-rate-limits; the README of
  /// QualityUnit/LiveAgent-api-python for the privileges.
  static let liveAgentV3 = Provider(
    id: "liveagent-v3", name: "LiveAgent API v3",
    fields: [
      FieldProfile(
        name: "key", label: "API v3 key", variable: "LIVEAGENT_API_KEY",
        shape: ValueShape(.alphanumeric, length: 32))
    ],
    parameters: [liveAgentAccount, liveAgentBaseURL],
    metadata: ["application", "description", "role"],
    apiVersion: "v3",
    scopes: [
      "agent.read", "api.read", "api.read_own", "api.write", "contact.read", "file.add",
      "settings.read", "tag.read", "ticket.answer", "ticket.read",
    ],
    authentication: .header(name: "apikey", prefix: ""),
    baseURL: .template("https://{account}.ladesk.com/api/v3", overriddenBy: "base-url"),
    rotation: .overlap,
    rateLimits: [
      RateLimit(180, perSeconds: 60, by: .key), RateLimit(300, perSeconds: 1, by: .address),
    ],
    createSteps: [
      "Open Configuration > System > API",
      "Create a second API v3 key with the privileges of the old one",
      "Do not regenerate the old key: every client that uses it would stop at once",
      "Copy the new key",
    ],
    revokeSteps: [
      "Open Configuration > System > API",
      "Delete the old API v3 key",
    ],
    otherAPIs: [
      OtherAPI(
        version: "v1", status: 403, message: liveAgentUnknownKey, provider: "liveagent-v1")
    ])

  /// The exact text that either version answers to a key it does not know.
  static let liveAgentUnknownKey = "ApiKey not found"

  static let liveAgentAccount = ParameterProfile(
    name: "account", isRequired: true, meaning: "the part of the address before .ladesk.com")

  static let liveAgentBaseURL = ParameterProfile(
    name: "base-url", isRequired: false,
    meaning: "the whole API address, for a custom domain or an own server",
    variable: "LIVEAGENT_BASE_URL")
}
