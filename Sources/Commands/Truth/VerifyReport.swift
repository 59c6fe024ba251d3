import Agent
import Platform
import Vault

/// What was looked at, and what was found.
struct VerifyReport {
  /// Empty where files were not asked for.
  var targets: [TargetFinding] = []
  var unseen: [TargetSurvey.Unseen] = []
  var processes: [ProcessUse] = []
  /// Nil where processes were not asked for.
  var count: ProcessTable.Count?

  var isDrift: Bool {
    targets.contains(where: \.isDrift) || processes.contains(where: \.isOutdated)
  }

  var unreadable: Int { count.map { $0.denied + $0.oversized } ?? 0 }

  var members: [(String, JSONOutput)] {
    [
      ("drift", .bool(isDrift)), ("targets", .array(targets.map { JSONOutput($0) })),
      ("processes", .array(processes.map { JSONOutput($0) })), ("looked", JSONOutput(count)),
      (
        "not-looked-at",
        .array(
          unseen.map {
            .object([("tool", JSONOutput($0.tool.name)), ("target", JSONOutput($0.target))])
          })
      ),
    ]
  }
}

extension JSONOutput {
  init(_ finding: TargetFinding) {
    self = .object([
      ("tool", JSONOutput(finding.tool.name)), ("target", JSONOutput(finding.target)),
      ("state", .text(finding.word)),
      ("variables", .array(finding.variables.map { JSONOutput($0) })),
      ("others", .texts(finding.others)), ("message", .text(optional: finding.problem?.text)),
      ("mend", .text(optional: finding.isDrift ? finding.mend.text : nil)),
    ])
  }

  init(_ finding: VariableFinding) {
    self = .object([
      ("variable", .text(finding.line.variable)), ("key", .text(finding.line.key)),
      ("field", .text(finding.line.field)), ("state", .text(finding.word)),
      ("version", .integer(optional: finding.version.map { Int64($0) })),
      ("expected", .integer(optional: finding.line.version.map { Int64($0) })),
    ])
  }

  init(_ use: ProcessUse) {
    let owner: String? = if case .tool(let tool) = use.owner { tool.name.text } else { nil }
    let process = use.process
    self = .object([
      ("process", .integer(Int64(process.identifier))), ("name", .text(process.name)),
      ("program", .text(optional: process.program)), ("uid", .integer(Int64(process.user))),
      ("age-seconds", .integer(process.age / 1000)), ("key", .text(use.key)),
      ("version", .integer(Int64(use.version))), ("label", .text(optional: use.label?.rawValue)),
      ("variables", .texts(use.held.map(\.variable))), ("tool", .text(optional: owner)),
      ("possible-tools", .array(use.tools.map { JSONOutput($0.name) })),
      ("expected", .array(use.expected.sorted().map { .integer(Int64($0)) })),
      ("state", .text(use.isOutdated ? "outdated" : "current")),
      ("mend", .text(optional: use.isOutdated ? use.mend.text : nil)),
    ])
  }

  init(_ count: ProcessTable.Count?) {
    guard let count else {
      self = .null
      return
    }
    self = .object([
      ("processes", .integer(Int64(count.read))), ("denied", .integer(Int64(count.denied))),
      ("oversized", .integer(Int64(count.oversized))),
    ])
  }
}
