import ByteCoding
import SecretMemory
import Platform
import Vault

@testable import Agent

/// What every case of a response is called; the switch does not compile when one is missing.
enum ResponseName: CaseIterable {
  case created, unlocked, vault, standing, keys, key, log, tools, tool, roll, plan, status
  case settings, slots, names, value, variables, stored, staged, connected, revoked, backedUp, done
  case operations, recognized, rotations, impact, due
  case agentStatus, locked

  init(of response: consuming AgentResponse) {
    switch consume response {
    case .status: self = .agentStatus
    case .locked: self = .locked
    case .service(let response): self.init(of: response)
    }
  }

  private init(of response: consuming Response) {
    switch consume response {
    case .created: self = .created
    case .unlocked: self = .unlocked
    case .vault: self = .vault
    case .standing: self = .standing
    case .keys: self = .keys
    case .key: self = .key
    case .log: self = .log
    case .tools: self = .tools
    case .tool: self = .tool
    case .roll: self = .roll
    case .plan: self = .plan
    case .status: self = .status
    case .settings: self = .settings
    case .slots: self = .slots
    case .names: self = .names
    case .value: self = .value
    case .variables: self = .variables
    case .stored: self = .stored
    case .staged: self = .staged
    case .connected: self = .connected
    case .revoked: self = .revoked
    case .backedUp: self = .backedUp
    case .done: self = .done
    case .operations: self = .operations
    case .recognized: self = .recognized
    case .rotations: self = .rotations
    case .impact: self = .impact
    case .due: self = .due
    }
  }
}

extension Sample {
  static let log = LogLine(
    sequence: 8, time: 1_800_000_000_009, actor: "ana", machine: "here", reason: "why",
    event: "KeyAdded", subjects: ["k"], version: 1, detail: "V",
    use: ObservedUse(kind: .denied, count: 3, firstAt: 1, lastAt: 2, by: "uid 1002"))
  static let barestLog = LogLine(
    sequence: 0, time: 0, actor: "", machine: "", reason: nil, event: "KeyRemoved", subjects: [],
    version: nil, detail: nil,
    use: ObservedUse(kind: .read, count: 1, firstAt: 0, lastAt: 0, by: nil))
  static let toolView = ToolView(
    id: id(15), name: tool, attributes: attributes, required: .emitted,
    targets: [target, manual], connections: [line, barestLine], lastUse: use, denials: nil)
  static let slot = SlotView(
    id: id(16), name: "laptop", kind: .keyFile, grant: "root", lastVerified: 1_800_000_000_005,
    passes: 3, memoryBytes: 1 << 28, openedThis: true)
  static let barestSlot = SlotView(
    id: id(17), name: "", kind: nil, grant: "audit", lastVerified: nil, passes: nil,
    memoryBytes: nil, openedThis: false)
  static let agent = AgentStatus(
    process: 4711, socket: "/run/user/1000/keyroll/a.sock", vaultPath: "/home/ana/vault",
    vault: id(18), isSystem: false, startedAt: 1_800_000_000_006, idleLimit: 900_000,
    idleLeft: 899_000, absoluteLeft: 28_000_000, memoryLocked: true, secretPages: false,
    landlock: .enforced(level: 4), seccomp: .enforced(level: 1), clients: 2, requests: 77)
  static let systemAgent = AgentStatus(
    process: 1, socket: "s", vaultPath: "v", vault: nil, isSystem: true, startedAt: 0,
    idleLimit: nil, idleLeft: nil, absoluteLeft: nil, memoryLocked: false, secretPages: true,
    landlock: .unavailable(systemError), seccomp: .unavailable(pathless), clients: 0, requests: 0)
}

/// Responses of every case, made anew for each call since they do not copy.
enum ResponseExamples {
  /// What `body` makes of each.
  static func map<Result>(_ body: (consuming AgentResponse) throws -> Result) throws -> [Result] {
    var results: [Result] = []
    try forEach { results.append(try body($0)) }
    return results
  }

  private static func forEach(_ body: (consuming AgentResponse) throws -> Void) throws {
    try body(.status(Sample.agent))
    try body(.status(Sample.systemAgent))
    try body(.locked)
    try body(.service(.value(try Bench.secret(Array("s3cr3t".utf8)))))
    try body(.service(.value(try Bench.secret([]))))
    let view = EnvironmentView(tool: Sample.tool, versions: Sample.versions)
    try body(.service(.variables(view, try Bench.fields([("A", "1"), ("B", ""), ("C", "333")]))))
    try body(.service(.variables(view, try Bench.fields([]))))
    try forEachView(body)
    try forEachOutcome(body)
    try body(.service(.created(Sample.vault)))
    try body(.service(.unlocked([])))
    try body(
      .service(.backedUp(BackupView(path: "/b", bytes: 1, sequence: 2, keptAside: nil))))
  }

  private static func forEachView(
    _ body: (consuming AgentResponse) throws -> Void
  ) throws {
    try body(.service(.vault(Sample.vault)))
    try body(.service(.standing(.absent)))
    try body(.service(.standing(.present(Sample.key))))
    try body(.service(.keys([Sample.key, Sample.key])))
    try body(.service(.key(Sample.key)))
    try body(.service(.log([Sample.log, Sample.barestLog])))
    try body(.service(.tools([Sample.toolView])))
    try body(.service(.tool(Sample.toolView)))
    try body(.service(.roll(RollView(lines: [Sample.line, Sample.barestLine], use: Sample.use))))
    try body(
      .service(
        .plan(
          EmissionPlan(
            targets: [Sample.planned], elsewhere: [Sample.unplanned, Sample.planned],
            waiting: [WaitingTool(tool: Sample.tool, key: "k", for: [Sample.listedTool])]))))
    try body(
      .service(
        .status(
          StatusView(
            vault: Sample.vault, rotations: [Sample.rotation], behind: [Sample.line],
            stale: [Sample.key], advice: [.recoveryNeverTested]))))
    try body(
      .service(.settings([SettingLine(name: "max-age", values: ["90d"], isDefault: false)])))
    try body(.service(.slots([Sample.slot, Sample.barestSlot])))
    try body(.service(.names(["A", "B"])))
    try body(.service(.rotations([Sample.rotation, Sample.barestRotation])))
    try body(
      .service(
        .impact([
          ImpactLine(key: "a", via: [], lines: [Sample.line]),
          ImpactLine(key: "c", via: ["a", "b"], lines: []),
        ])))
    try body(.service(.due(Sample.due)))
  }

  private static func forEachOutcome(
    _ body: (consuming AgentResponse) throws -> Void
  ) throws {
    for outcome in StoredKey.Outcome.allCases {
      let stored = StoredKey(
        outcome: outcome, key: Sample.key, version: 9, connected: [Sample.line])
      try body(.service(.stored(stored)))
    }
    try body(
      .service(
        .staged(StagedRotation(key: Sample.key, from: nil, to: 1, roll: [Sample.barestLine]))))
    try body(.service(.connected([])))
    try body(
      .service(
        .revoked(
          RevokedVersion(
            key: Sample.key, numbers: [1, 2], writtenOnly: ["t"], forcedPast: [Sample.line]))))
    try body(.service(.done(Note.examples)))
    try body(.service(.operations([Sample.id(28), Sample.id(29)])))
    try body(
      .service(
        .recognized([Recognition(matches: []), Recognition(matches: Sample.matches)])))
  }
}
