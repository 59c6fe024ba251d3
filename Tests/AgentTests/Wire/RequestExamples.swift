import SecretMemory
import Vault

@testable import Agent

extension Query: Chained {
  static func example(after previous: Query?) -> Query? {
    switch previous {
    case nil: .vault
    case .vault: .standing(key: "acme/live")
    case .standing:
      .keys(
        KeyFilter(
          text: "a", tag: "b", provider: "c", owner: "d", environment: "e", tool: Sample.tool,
          staleOnly: true))
    case .keys(let filter) where filter.staleOnly: .keys(KeyFilter())
    case .keys: .key(Reference(key: "a/b", version: .number(3), field: "token"))
    case .key: .history(key: "ключ")
    case .history: .log(subject: nil, limit: nil)
    case .log(nil, _): .log(subject: "billing", limit: 20)
    case .log: .tools
    case .tools: .tool(Sample.tool)
    case .tool: .whereUsed(key: "k")
    case .whereUsed: .uses(Sample.listedTool)
    case .uses: .emissionPlan(.everything)
    case .emissionPlan(.everything): .emissionPlan(.tool(Sample.tool))
    case .emissionPlan(.tool): .emissionPlan(.key("k"))
    case .emissionPlan(.key): .everConnected(Sample.tool)
    case .everConnected: .status
    case .status: .settings
    case .settings: .slots
    case .slots: .rotations(key: nil)
    case .rotations(nil): .rotations(key: "acme/live")
    case .rotations: .impact(key: "k")
    case .impact: .due(DueWish(within: 1_209_600, unused: 7_776_000))
    case .due: nil
    }
  }
}

extension Change: Chained {
  static func example(after previous: Change?) -> Change? {
    switch previous {
    case nil: .editKey(name: "k", attributes: Sample.attributes)
    case .editKey: .renameKey(name: "old", to: "new")
    case .renameKey: .removeKey(name: "k", purge: false)
    case .removeKey(_, purge: false): .removeKey(name: "k", purge: true)
    case .removeKey:
      .addTool(
        AddTool(
          tool: Sample.tool, attributes: Sample.attributes,
          target: .environmentFile(path: "/srv/.env", dialect: "dotenv", commands: Sample.commands),
          like: Sample.listedTool))
    case .addTool(let wish) where wish.like != nil:
      .addTool(AddTool(tool: Sample.tool, attributes: Attributes(), target: nil, like: nil))
    case .addTool: .editTool(Sample.tool, attributes: Sample.attributes)
    case .editTool: .renameTool(Sample.listedTool, to: Sample.tool)
    case .renameTool: .removeTool(Sample.tool, force: true)
    case .removeTool: .addTarget(Sample.tool, .manual)
    case .addTarget(_, .manual): .addTarget(Sample.tool, .environmentFile(path: "/a", dialect: nil))
    case .addTarget(_, .environmentFile):
      .addTarget(
        Sample.tool,
        .command(["/usr/bin/put", "--key", ""], dialect: "json", commands: Sample.commands))
    case .addTarget: .editTarget(Sample.tool, target: "/a", attributes: Sample.attributes)
    case .editTarget: .removeTarget(Sample.tool, target: "manual")
    case .removeTarget:
      .connect(
        Connect(
          tool: Sample.tool, keys: ["acme/*", "k"], field: "token", variable: "K", optional: true,
          needs: ["read"], requiresAPI: "v1", allowPublic: false, allowSpecial: true))
    case .connect: .disconnect(Sample.tool, key: "k", field: "token")
    case .disconnect(_, _, .some): .disconnect(Sample.tool, key: "k", field: nil)
    case .disconnect: .intendEmission([Sample.selection])
    case .intendEmission:
      .recordEmission([
        EmissionReport(selection: Sample.selection, failure: nil),
        EmissionReport(selection: Sample.selection, failure: "not-writable", changed: false),
      ])
    case .recordEmission:
      .intendCommands(Step.allCases.map { CommandWish(selection: Sample.selection, step: $0) })
    case .intendCommands:
      .recordCommands([
        CommandReport(
          selection: Sample.selection, operation: Sample.id(20), step: .verify, code: "exit-3")
      ])
    case .recordCommands: .observe(Sample.observations)
    case .observe:
      .acknowledge(Sample.tool, key: "k", level: .verified, note: "seen in the log")
    case .acknowledge: .waive(Sample.tool, key: "k", reason: "is switched off")
    case .waive: .abortRotation(key: "k")
    case .abortRotation: .rollback(key: "k", to: nil)
    case .rollback(_, nil): .rollback(key: "k", to: 2)
    case .rollback: .replace(Replace(old: "k", new: "l"))
    case .replace(let wish) where wish.tool == nil:
      .replace(Replace(old: "k", new: "l", tool: Sample.tool, requiresAPI: "v3"))
    case .replace:
      .revoke(
        Revoke(
          reference: Reference(key: "k", version: .label(.previous)), force: true, emergency: false)
      )
    case .revoke: .setting(name: "max-age", values: ["90d"])
    case .setting: .removeSlot("laptop")
    case .removeSlot: .confirmRecovery
    case .confirmRecovery: .noteAcceptedRollback
    case .noteAcceptedRollback: nil
    }
  }
}

/// What every case of a request is called; the switch does not compile when one is missing.
enum RequestName: CaseIterable {
  case create, unlock, query, value, environment, change, setKey, stageRotation, changePassphrase
  case recognize, addSlot, restore, status, lock, toolEnvironment

  init(of request: consuming AgentRequest) {
    switch consume request {
    case .status: self = .status
    case .lock: self = .lock
    case .toolEnvironment: self = .toolEnvironment
    case .service(let request, _): self.init(of: request)
    }
  }

  private init(of request: consuming Request) {
    switch consume request {
    case .create: self = .create
    case .unlock: self = .unlock
    case .query: self = .query
    case .value: self = .value
    case .environment: self = .environment
    case .change: self = .change
    case .setKey: self = .setKey
    case .stageRotation: self = .stageRotation
    case .recognize: self = .recognize
    case .changePassphrase: self = .changePassphrase
    case .addSlot: self = .addSlot
    case .restore: self = .restore
    }
  }
}

/// Requests of every case, made anew for each call since they do not copy.
enum RequestExamples {
  /// What `body` makes of each.
  static func map<Result>(_ body: (consuming AgentRequest) throws -> Result) throws -> [Result] {
    var results: [Result] = []
    try forEach { results.append(try body($0)) }
    return results
  }

  private static func forEach(_ body: (consuming AgentRequest) throws -> Void) throws {
    for query in Query.examples { try body(.service(.query(query), reason: nil)) }
    for change in Change.examples { try body(.service(.change(change), reason: "because")) }
    try forEachOfOwnForm(body)
    try forEachForOwnProcess(body)
  }

  private static func forEachOfOwnForm(
    _ body: (consuming AgentRequest) throws -> Void
  ) throws {
    for version in [nil, VersionSelector.number(1), .label(.pending), .label(.current)] {
      let reference = Reference(key: "acme/live", version: version, field: "token")
      try body(.service(.value(reference), reason: "asked"))
    }
    try body(.service(.value(Reference(key: "k")), reason: nil))
    for purpose in UsePurpose.allCases {
      let request = EnvironmentRequest(tool: Sample.tool, only: ["A", "B"], purpose: purpose)
      try body(.service(.environment(request), reason: nil))
    }
    let wish = SetKey(
      name: "k", attributes: Sample.attributes, expires: 1_900_000_000_000, fix: true,
      connect: Sample.tool, variable: "K", allowPublic: false, allowSpecial: true)
    try body(
      .service(.setKey(wish, try Bench.fields([("token", "s3cr3t"), ("x", "")])), reason: "new"))
    try body(.service(.setKey(SetKey(name: "k"), try Bench.fields([])), reason: nil))
    try body(.service(.setKey(SetKey(name: "k"), try Bench.fields([("x", "")])), reason: nil))
    try body(
      .service(
        .stageRotation(StageRotation(key: "k", expires: -5), try Bench.fields([("value", "v")])),
        reason: nil))
    let planned = StageRotation(
      key: "k", grace: 86_400, canary: [Sample.tool, Sample.listedTool], emergency: true,
      began: 1_800_000_000_010)
    try body(
      .service(.stageRotation(planned, try Bench.fields([("value", "v")])), reason: "leaked"))
    for scope in [RecognitionScope.tool(Sample.id(5)), .everything] {
      try body(
        .service(.recognize(scope, try Bench.fields([("A", "one"), ("B", "")])), reason: nil))
    }
    try body(.status)
    try body(.lock)
    try body(.toolEnvironment(ToolEnvironmentRequest()))
    try body(.toolEnvironment(ToolEnvironmentRequest(tool: Sample.tool, only: ["A"])))
  }

  private static func forEachForOwnProcess(
    _ body: (consuming AgentRequest) throws -> Void
  ) throws {
    let creation = CreationFactors(first: UnlockFactors(), recovery: nil)
    try body(.service(.create(CreateVault(name: "v", strong: false), creation), reason: nil))
    try body(.service(.unlock(UnlockFactors(), acceptingRollback: false), reason: nil))
    try body(.service(.changePassphrase(UnlockFactors()), reason: nil))
    try body(.service(.addSlot(AddSlot(name: "s"), UnlockFactors()), reason: nil))
    try body(
      .service(.restore(RestoreVault(from: "/b", replace: true), UnlockFactors()), reason: nil))
  }
}
