extension Catalogue {
  /// aichatforbusiness.com/help/help-api-authentication-guide. Its address is a placeholder, so
  /// the user gives the real one.
  static let aiChatForBusiness = Provider(
    id: "ai-chat-for-business", name: "AI Chat for Business",
    fields: [
      FieldProfile(
        name: "key", label: "API key", variable: "AI_CHAT_FOR_BUSINESS_API_KEY")
    ],
    parameters: [
      ParameterProfile(
        name: "base-url", isRequired: true, meaning: "the API address of your account",
        variable: "AI_CHAT_FOR_BUSINESS_BASE_URL")
    ],
    metadata: ["application", "description", "plan", "role"],
    scopes: ["read", "write", "admin"],
    authentication: .bearer,
    baseURL: .parameter("base-url"),
    rotation: .overlap,
    rateLimits: [RateLimit(1000, perSeconds: 3600, by: .unstated)],
    recommendedAge: 90 * day,
    greatestAge: 180 * day,
    createSteps: [
      "Sign in as Admin or Owner (the Professional plan is required)",
      "Open Settings > API",
      "Choose \"Generate New API Key\", give it a descriptive name and the scopes it needs",
      "Copy the key: it is shown once",
    ],
    revokeSteps: [
      "Open Settings > API",
      "Revoke the old key",
    ],
    notes: [.remark("the vendor advises a new key every 3 to 6 months")])
}
