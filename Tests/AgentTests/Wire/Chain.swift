import ByteCoding
import Ledger
import Vault

@testable import Agent

/// A type of which there is an example of every case: each but the last names the next one, in a
/// switch that does not compile when a case is missing.
protocol Chained {
  static func example(after previous: Self?) -> Self?
}

extension Chained {
  static var examples: [Self] {
    var found: [Self] = []
    while let next = example(after: found.last) { found.append(next) }
    return found
  }
}

/// Values that differ from each other, so that two fields in the wrong order show.
enum Sample {
  static func id(_ byte: UInt8) -> Identifier { Identifier(Array(repeating: byte, count: 16)) }
  static let tool = ToolName(listed: "billing", environment: "prod")
  static let listedTool = ToolName(listed: "crm~0a1b", environment: nil)
  static let attributes = Attributes([
    (name: "provider", values: ["acme"]), (name: "tag", values: ["a", "b"]),
    (name: "note", values: []),
  ])
  static let versions = [
    KeyVersion(key: id(1), version: id(2)), KeyVersion(key: id(3), version: id(4)),
  ]
  static let selection = TargetSelection(tool: id(5), target: id(6), versions: versions)

  static let version = VersionView(
    id: id(7), number: 3, label: .current, stagedAt: -1, revokedAt: 1_800_000_000_001,
    expires: nil, origin: .rotate, isPurged: false)
  static let key = KeyView(
    id: id(8), name: "acme/live", fields: ["token", "secret"], attributes: attributes,
    versions: [version], tools: [tool, listedTool], addedAt: 1_800_000_000_002,
    editedAt: 1_800_000_000_003, openRotation: true, isStale: false)
  static let use = UseSum(count: 12, lastAt: 1_800_000_000_007, kind: .run)
  static let line = RollLine(
    tool: tool, key: "acme/live", field: "token", variable: "ACME_TOKEN", isRequired: true,
    needs: ["read", "write"], requiresAPI: "v3", version: 4, level: .applied,
    required: .verified, holds: 3, owner: "ana", lastUse: use, at: 1_800_000_000_011,
    evidence: .reload, failure: "verify exit-3", waiver: "is switched off",
    connectedAt: 1_800_000_000_012, waits: [listedTool, tool])
  static let barestLine = RollLine(
    tool: listedTool, key: "k", field: "", variable: "K", isRequired: false, needs: [],
    requiresAPI: nil, version: nil, level: .pending, required: .emitted, holds: nil, owner: nil,
    lastUse: nil)
  static let target = TargetView(
    id: id(9), name: "/srv/.env", kind: .environmentFile, machine: "here", isHere: true,
    path: "/srv/.env", dialect: "dotenv", command: ["/usr/bin/put", "-"],
    reload: ["/bin/systemctl", "reload", "billing"], verify: ["/usr/bin/true"], timeout: 60)
  static let commands = TargetCommands(
    reload: ["/bin/systemctl", "reload", "billing"], verify: ["/usr/bin/true"], timeout: 60)
  static let manual = TargetView(
    id: id(10), name: "manual", kind: .manual, machine: "there", isHere: false, path: nil,
    dialect: nil)
  static let planned = PlannedTarget(
    tool: tool, selection: selection, target: target, variables: ["A", "B"], keys: ["a"],
    steps: [.reload],
    operation: OpenOperation(id: id(19), step: .reload, versions: versions))
  static let unplanned = PlannedTarget(
    tool: listedTool, selection: selection, target: manual, variables: [], keys: [])
  static let observations: [ObservationReport] =
    LoweringCause.allCases.map { cause in
      .drift(
        tool: id(21), target: cause == .process ? nil : id(22), key: id(23), version: id(24),
        level: cause == .missing ? .pending : cause == .withdrawn ? .applied : .emitted,
        cause: cause)
    } + [.seen(tool: id(25), key: id(26), version: id(27))]
  static let vault = VaultView(
    path: "/home/ana/vault", name: "main", identifier: id(11), generation: 1, epoch: 2,
    sequence: 3, keyCount: 4, toolCount: 5, bytes: 6, warnings: Note.examples)
}
