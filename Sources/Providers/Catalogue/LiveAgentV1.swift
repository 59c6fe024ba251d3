extension Catalogue {
  /// support.liveagent.com/741982-API-key and the vendor's page on the differences between v1
  /// and v3 (faq.liveagent.com/535002).
  static let liveAgentV1 = Provider(
    id: "liveagent-v1", name: "LiveAgent API v1",
    fields: [
      FieldProfile(
        name: "key", label: "API v1 key", variable: "LIVEAGENT_API_V1_KEY",
        shape: ValueShape(.alphanumeric, length: 32))
    ],
    parameters: [liveAgentAccount, liveAgentBaseURL],
    metadata: ["application", "description", "role"],
    apiVersion: "v1",
    authentication: .query(name: "apikey"),
    baseURL: .template("https://{account}.ladesk.com/api", overriddenBy: "base-url"),
    rotation: .cutover,
    rateLimits: [
      RateLimit(180, perSeconds: 60, by: .key), RateLimit(300, perSeconds: 1, by: .address),
    ],
    createSteps: [
      "Open Configuration > System > API",
      "Open \"Settings for API v1\"",
      "Generate a new API v1 key: the old one stops at once",
      "Copy the new key",
    ],
    revokeSteps: [
      "Nothing to do: the old API v1 key stopped when the new one was generated"
    ],
    rotationWarnings: [
      "there is one API v1 key: generating a new one ends the old one at once, and every client "
        + "that still uses it stops"
    ],
    notes: [
      .deprecated(advice: "move tools to an API v3 key (liveagent-v3)"),
      .remark("an API v1 key travels in the URL and is kept in the logs of servers and proxies"),
    ],
    otherAPIs: [
      OtherAPI(
        version: "v3", status: 403, message: liveAgentUnknownKey, provider: "liveagent-v3")
    ])
}
