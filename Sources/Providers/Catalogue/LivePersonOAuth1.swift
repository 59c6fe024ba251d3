extension Catalogue {
  /// developers.liveperson.com/oauth-1-0-api-keys.html and the login service's pages for the
  /// end of life. Requests are signed with HMAC-SHA1 (RFC 5849).
  static let livePersonOAuth1 = Provider(
    id: "liveperson-oauth1", name: "LivePerson OAuth 1.0",
    fields: [
      field("app-key", "App key", "LP_APP_KEY"),
      field("secret", "Secret", "LP_APP_SECRET"),
      field("access-token", "Access token", "LP_ACCESS_TOKEN"),
      field("access-token-secret", "Access token secret", "LP_ACCESS_TOKEN_SECRET"),
    ],
    parameters: [
      ParameterProfile(
        name: "account", isRequired: true, meaning: "the account (site) number",
        variable: "LP_ACCOUNT_ID")
    ],
    metadata: ["application", "developer", "description", "role"],
    scopes: [
      "Agent Interactions: User Login", "Administration: Users", "Data Access",
      "Engagement History", "Operational Realtime", "Skills", "Agent Groups", "Profiles",
    ],
    authentication: .oauth1(
      consumerKey: "app-key", consumerSecret: "secret", token: "access-token",
      tokenSecret: "access-token-secret"),
    baseURL: .directory(
      "https://api.liveperson.net/api/account/{account}/service/{service}/baseURI.json?version=1.0"
    ),
    rotation: .frozen,
    createSteps: [
      "LivePerson issues no new OAuth 1.0 keys: its console has shown them read-only since "
        + "2025-09-30",
      "On a private installation: Campaigns > Data Sources > API > Add new (Administrator or "
        + "Campaign Manager), enter application name, developer and description",
      "Choose the category and privileges of the old key",
      "Copy all four values: App key, Secret, Access token, Access token secret",
    ],
    revokeSteps: [
      "The console cannot delete a key: remove the privileges of the old one where it still can",
      "Otherwise ask LivePerson support to end the old key",
    ],
    rotationWarnings: [
      "LivePerson has ended OAuth 1.0: a new key may be impossible to get, and the old one "
        + "impossible to revoke"
    ],
    notes: [
      .retired(since: "2026-05-31", advice: "move to OAuth 2.0 client credentials"),
      .remark("bot login by OAuth 1.0 ended on 2026-04-30"),
      .remark("changes to a key's list of allowed addresses take up to 5 minutes"),
    ])

  /// The vendor's example shows 32 lower-case hex digits for each of the four.
  private static func field(
    _ name: String, _ label: String, _ variable: String
  ) -> FieldProfile {
    FieldProfile(
      name: name, label: label, variable: variable, shape: ValueShape(.lowercaseHex, length: 32))
  }
}
