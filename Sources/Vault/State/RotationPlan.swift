package import ByteCoding

/// How a key is to get from one version to the next: the attributes of a rotation.
package struct RotationPlan: Equatable, Sendable {
  /// What becomes of the old version when the new one appears: `overlap`, `grace`, `cutover` or
  /// `frozen`, as the provider's profile has it; nil where nothing is known.
  package var kind: String?
  /// Seconds for which the old version is kept after the new one came into use.
  package var grace: Int64?
  /// Tools that have to be verified before any other gets the new version.
  package var canaries: [Identifier]
  /// The old version has leaked: nothing is waited for.
  package var isEmergency: Bool
  /// Milliseconds since 1970 when somebody agreed to make the new version at the vendor, which
  /// ends the old one there.
  package var began: Int64?
  /// The earlier version whose value the new one has.
  package var repeats: Identifier?

  package init(
    kind: String? = nil, grace: Int64? = nil, canaries: [Identifier] = [],
    isEmergency: Bool = false, began: Int64? = nil, repeats: Identifier? = nil
  ) {
    self.kind = kind
    self.grace = grace
    self.canaries = canaries
    self.isEmergency = isEmergency
    self.began = began
    self.repeats = repeats
  }

  /// The kind where the old version ends the moment the new one exists.
  package static let cutover = "cutover"

  package var isCutover: Bool { kind == Self.cutover }
}

extension RotationPlan {
  private enum Name {
    static let kind = "class"
    static let grace = "grace"
    static let canary = "canary"
    static let emergency = "emergency"
    static let began = "began"
    static let repeats = "repeats"
  }

  /// What is not understood counts as not said.
  package init(_ attributes: Attributes) {
    self.init(
      kind: attributes.first(Name.kind),
      grace: attributes.first(Name.grace).flatMap { Int64($0) },
      canaries: (attributes[Name.canary] ?? []).compactMap { Identifier(hex: $0) },
      isEmergency: attributes.first(Name.emergency) == "yes",
      began: attributes.first(Name.began).flatMap { Int64($0) },
      repeats: attributes.first(Name.repeats).flatMap { Identifier(hex: $0) })
  }

  package var attributes: Attributes {
    var result = Attributes()
    if let kind { result[Name.kind] = [kind] }
    if let grace { result[Name.grace] = [String(grace)] }
    if !canaries.isEmpty { result[Name.canary] = canaries.map(\.hex) }
    if isEmergency { result[Name.emergency] = ["yes"] }
    if let began { result[Name.began] = [String(began)] }
    if let repeats { result[Name.repeats] = [repeats.hex] }
    return result
  }
}

extension Rotation {
  package var plan: RotationPlan { RotationPlan(attributes) }

  /// Until when the old version is to be kept, in milliseconds since 1970; nil while the new one is
  /// not in use, and where no grace was given.
  package func graceEnd(of key: Key) -> Int64? {
    guard !plan.isEmergency, let grace = plan.grace, let promoted = key.version(to)?.promotedAt
    else { return nil }
    return Timestamp(milliseconds: promoted).adding(seconds: grace).milliseconds
  }
}
