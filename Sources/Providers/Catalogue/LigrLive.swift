extension Catalogue {
  /// help.ligr.live/en/articles/14711030 and /14711031. The vendor publishes no header, address,
  /// limit or key format: the user says how the key is sent.
  static let ligrLive = Provider(
    id: "ligr-live", name: "LIGR Live",
    fields: [FieldProfile(name: "key", label: "API key", variable: "LIGR_API_KEY")],
    parameters: [
      ParameterProfile(
        name: "header", isRequired: false,
        meaning: "the header that carries the key, as LIGR told you"),
      ParameterProfile(
        name: "base-url", isRequired: false, meaning: "the API address that LIGR told you",
        variable: "LIGR_BASE_URL"),
    ],
    metadata: ["application", "description", "role"],
    authentication: .userDefined(
      parameter: "header", offers: ["Authorization: Bearer", "X-API-Key", "apikey"]),
    baseURL: .parameter("base-url"),
    rotation: .cutover,
    createSteps: [
      "Sign in as Owner or Admin of the organisation",
      "Open the profile icon > Profile > Permissions and API",
      "Choose Generate API Key (if it is missing, ask LIGR support to enable API access)",
      "Copy the key: it is shown once",
    ],
    revokeSteps: [
      "Nothing to do if the key was regenerated: the old one stopped at once",
      "Otherwise: profile icon > Profile > Permissions and API, revoke the key",
    ],
    rotationWarnings: [
      "regenerating ends the old key at once: every connected tool stops until it has the new one"
    ],
    notes: [.remark("the vendor advises to regenerate the key periodically, without a number")])
}
