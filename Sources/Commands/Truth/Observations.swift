import Agent
import ByteCoding
import Vault

/// What the vault should know of what was seen.
struct Observations {
  private let session: Session
  private var keys: [String: KeyView] = [:]
  private(set) var reports: [ObservationReport] = []

  init(_ session: Session) {
    self.session = session
  }

  /// What one transaction takes in.
  private static let mostAtOnce = 1000

  /// Tells the vault.
  func record() throws(CommandError) {
    var rest = reports[...]
    while !rest.isEmpty {
      try session.change(.observe(Array(rest.prefix(Self.mostAtOnce))))
      rest = rest.dropFirst(Self.mostAtOnce)
    }
  }

  /// A tool whose file does not hold what was written has not come as far as was believed.
  mutating func add(_ findings: [TargetFinding]) throws(CommandError) {
    for finding in findings where finding.isDrift && !finding.isHidden {
      let byKey = Dictionary(grouping: finding.variables, by: \.line.key)
      for (key, variables) in byKey.sorted(by: { $0.key < $1.key }) {
        guard let cause = Self.cause(variables), let number = variables.first?.line.version,
          let (id, version) = try identifiers(key, number)
        else { continue }
        reports.append(
          .drift(
            tool: finding.tool.id, target: finding.target.id, key: id, version: version,
            level: .pending, cause: cause))
      }
    }
  }

  /// Of several the one that says most.
  private static func cause(_ variables: [VariableFinding]) -> LoweringCause? {
    let causes = Set(variables.compactMap(\.cause))
    return [.unreadable, .edited, .otherVersion, .missing].first(where: causes.contains)
  }

  /// A tool that runs with another version has not loaded what it was given; one that runs with the
  /// right one only has, unless its file would give it something else at the next start.
  mutating func add(
    _ uses: [ProcessUse], besides findings: [TargetFinding]
  ) throws(CommandError) {
    for ((tool, key), own) in Self.byToolAndKey(uses) {
      guard let number = own.first?.expected.first,
        let (id, version) = try identifiers(key, number)
      else { continue }
      if own.contains(where: \.isOutdated) {
        reports.append(
          .drift(
            tool: tool, target: nil, key: id, version: version, level: .emitted, cause: .process))
        continue
      }
      let isDoubtful = uses.contains { use in
        use.key == key && use.isOutdated && use.tools.contains { $0.id == tool }
      }
      let drifts = findings.contains { finding in
        finding.tool.id == tool
          && finding.variables.contains { $0.line.key == key && $0.state != .current }
      }
      if !isDoubtful && !drifts { reports.append(.seen(tool: tool, key: id, version: version)) }
    }
  }

  /// Uses of which is known whose they are.
  private static func byToolAndKey(
    _ uses: [ProcessUse]
  ) -> [((tool: Identifier, key: String), [ProcessUse])] {
    var places: [Identifier: [String: Int]] = [:]
    var groups: [((tool: Identifier, key: String), [ProcessUse])] = []
    for use in uses {
      guard case .tool(let tool) = use.owner else { continue }
      if let place = places[tool.id]?[use.key] {
        groups[place].1.append(use)
      } else {
        places[tool.id, default: [:]][use.key] = groups.count
        groups.append(((tool.id, use.key), [use]))
      }
    }
    return groups
  }

  private mutating func identifiers(
    _ key: String, _ number: UInt64
  ) throws(CommandError) -> (key: Identifier, version: Identifier)? {
    if keys[key] == nil { keys[key] = try session.history(of: key) }
    guard let view = keys[key], let version = view.versions.first(where: { $0.number == number })
    else { return nil }
    return (view.id, version.id)
  }
}
