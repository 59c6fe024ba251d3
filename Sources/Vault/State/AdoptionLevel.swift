/// How far a tool has taken a version of a key.
package enum AdoptionLevel: String, CaseIterable, Sendable {
  /// Nothing is known to have reached the tool.
  case pending
  /// Every target that Keyroll writes holds the version.
  case emitted
  /// The tool has loaded it, as far as someone or something vouches.
  case applied
  /// It was seen in use.
  case verified
  /// A target could not be written.
  case failed
  /// Counts as adopted although nothing shows it.
  case waived

  /// The levels that a tool can reach and be required to reach.
  package enum Claim: String, CaseIterable, Sendable {
    case emitted, applied, verified
  }

  /// The levels to which a tool can be put back.
  package enum Floor: String, CaseIterable, Sendable {
    case pending, emitted, applied
  }

  package init(_ floor: Floor) {
    switch floor {
    case .pending: self = .pending
    case .emitted: self = .emitted
    case .applied: self = .applied
    }
  }

  package init(_ claim: Claim) {
    switch claim {
    case .emitted: self = .emitted
    case .applied: self = .applied
    case .verified: self = .verified
    }
  }

  /// Whether a tool at this level need not be waited for when `required` is asked of it.
  package func meets(_ required: AdoptionLevel) -> Bool {
    self == .waived || rank >= required.rank
  }

  /// Place in `pending < emitted < applied < verified`; a failure is no progress.
  var rank: Int {
    switch self {
    case .pending, .failed: 0
    case .emitted: 1
    case .applied: 2
    case .verified: 3
    case .waived: 0
    }
  }
}
