import Agent
import Delivery
import Platform
import Vault

/// What a file holds in place of what the vault says.
struct TargetFinding {
  /// How far reading came.
  enum Content {
    case read, missing
    case unreadable(DeliveryError)
    case notUnderstood(line: Int?)
  }

  let tool: ToolView
  let target: TargetView
  let content: Content
  /// One for each variable that the file is to have.
  let variables: [VariableFinding]
  /// Variables that it has beside those.
  let others: [String]

  var path: String { target.path ?? target.name }
  var isDrift: Bool { variables.contains { $0.state != .current } }

  /// Whether it was only this user who could not look: then nothing is known against the file.
  var isHidden: Bool {
    guard case .unreadable(let reason) = content else { return false }
    switch reason {
    case .system(let error): return ["EACCES", "EPERM"].contains(error.name)
    case .unsafeTarget(_, .ownedByOther), .unsafeTarget(_, .directoryOwnedByOther): return true
    default: return false
    }
  }
}

/// What a file holds under one variable.
struct VariableFinding {
  enum State: Equatable {
    case current
    /// The value of another version: an older one, or one that the tool is not to have yet.
    case other(UInt64, VersionLabel)
    case missing
    /// No version of the key.
    case edited
    case unreadable
  }

  /// What the tool is to have.
  let line: RollLine
  let state: State

  init(_ line: RollLine, _ state: State) {
    self.line = line
    self.state = state
  }

  /// - Parameter matches: the versions that the value is; nil where the variable is not there.
  init(_ line: RollLine, matches: [Recognition.Match]?) {
    self.line = line
    let own = matches?.filter { $0.key == line.key && $0.field == line.field }
    if let own, own.contains(where: { $0.version == line.version }) {
      state = .current
    } else if let other = own?.first {
      state = .other(other.version, other.label)
    } else {
      state = matches == nil ? .missing : .edited
    }
  }

  /// One word, as `--json` has it.
  var word: String {
    switch state {
    case .current: "current"
    case .other(let number, _): number < line.version ?? 0 ? "previous" : "later"
    case .missing: "missing"
    case .edited: "edited"
    case .unreadable: "unreadable"
    }
  }

  var version: UInt64? {
    switch state {
    case .current: line.version
    case .other(let number, _): number
    case .missing, .edited, .unreadable: nil
    }
  }

  /// Why the tool is less far than the vault believes; nil where it is not.
  var cause: LoweringCause? {
    switch state {
    case .current: nil
    case .other: .otherVersion
    case .missing: .missing
    case .edited: .edited
    case .unreadable: .unreadable
    }
  }
}
