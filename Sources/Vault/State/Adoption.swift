package import ByteCoding

/// What is known of one tool and one key that it is connected to: what each target was given, and
/// how far the tool has come with each version.
package struct Adoption: Equatable, Sendable {
  package let key: Identifier
  package let tool: Identifier
  /// Connections between the two.
  var connections: Int
  package var targets: [TargetAdoption] = []
  /// Versions that the tool has to do with, in the order in which that began. Revoked and
  /// discarded ones drop out with the next change.
  package var versions: [VersionAdoption] = []

  package func version(_ id: Identifier) -> VersionAdoption? {
    versions.first { $0.version == id }
  }

  package func target(_ id: Identifier) -> TargetAdoption? {
    targets.first { $0.target == id }
  }

  /// How far the tool has come with a version.
  package func level(of version: Identifier) -> AdoptionLevel {
    self.version(version)?.level ?? .pending
  }

  /// Whether the tool may hold the version: something was written, begun, or vouched for.
  package func mayHold(_ version: Identifier) -> Bool {
    targets.contains { $0.version == version || $0.intended == version }
      || self.version(version).map { $0.reached != .pending || !$0.emitted.isEmpty } ?? false
  }
}

/// What one target was given of a key.
package struct TargetAdoption: Equatable, Sendable {
  package let target: Identifier
  /// The version that was written last.
  package var version: Identifier?
  /// The consumer's fingerprint of its values, 16 bytes.
  package var fingerprint: [UInt8]?
  /// Milliseconds since 1970 when it was written last, or before that when writing began.
  package var at: Int64
  /// A version whose writing began and has not been reported on.
  package var intended: Identifier?
  /// How far this target has come with the version that was written last.
  package var level: AdoptionLevel = .pending

  mutating func rise(to level: AdoptionLevel) {
    if level.rank > self.level.rank { self.level = level }
  }

  mutating func lower(to level: AdoptionLevel) {
    if level.rank < self.level.rank { self.level = level }
    guard level == .pending else { return }
    version = nil
    fingerprint = nil
  }
}

/// How far a tool has come with one version.
package struct VersionAdoption: Equatable, Sendable {
  /// Why a step of a target failed, as a code.
  package struct Failure: Equatable, Sendable {
    package let target: Identifier
    package let step: Step
    package let reason: String
  }

  package let version: Identifier
  /// The highest of pending, emitted, applied, verified so far.
  package var reached: AdoptionLevel = .pending
  package var evidence: Evidence?
  package var note: String?
  /// The reason for which it counts as adopted.
  package var waiver: String?
  /// Milliseconds since 1970 of the last change here.
  package var at: Int64
  /// Targets that have had the version.
  package var emitted: [Identifier] = []
  package var failures: [Failure] = []

  package var level: AdoptionLevel {
    if waiver != nil { return .waived }
    if failures.contains(where: { $0.step != .deliver }) { return .failed }
    return reached == .pending && !failures.isEmpty ? .failed : reached
  }

  /// Takes in that a level was reached. What was only waived before is known from then on.
  mutating func rise(to level: AdoptionLevel, evidence: Evidence? = nil, note: String? = nil) {
    guard level.rank > reached.rank else { return waiver = nil }
    self.reached = level
    self.evidence = evidence
    self.note = note
    waiver = nil
  }

  /// Takes in that less is known than before.
  mutating func lower(to level: AdoptionLevel, _ cause: LoweringCause) {
    guard level.rank < reached.rank else { return }
    reached = level
    evidence = nil
    note = cause.rawValue
  }
}
