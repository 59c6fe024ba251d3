import Vault

@testable import Agent

extension Refusal: Chained {
  static func example(after previous: Refusal?) -> Refusal? {
    switch previous {
    case nil: .unavailable
    case .unavailable: .noSuchKey(name: "a", suggestion: "b")
    case .noSuchKey(_, .some): .noSuchKey(name: "a", suggestion: nil)
    case .noSuchKey: .noSuchTool(name: "c", suggestion: "d")
    case .noSuchTool: .noSuchVersion(key: "k", selector: .number(9), versions: 2)
    case .noSuchVersion(_, .number, _):
      .noSuchVersion(key: "k", selector: .label(.discarded), versions: 2)
    case .noSuchVersion: .noSuchField(key: "k", field: "f", fields: ["g", "h"])
    case .noSuchField: .noSuchTarget(tool: "t")
    case .noSuchTarget: .noCurrentVersion(key: "k")
    case .noCurrentVersion: .notConnected(tool: "t", key: "k")
    case .notConnected: .ambiguousTool(name: "t", environments: ["dev", "prod"])
    case .ambiguousTool: .vaultExists
    case .vaultExists: .keyExists(name: "k")
    case .keyExists: .toolExists(name: "t")
    case .toolExists: .nameTakenByKey(name: "n")
    case .nameTakenByKey: .nameTakenByTool(name: "m")
    case .nameTakenByTool: .connected(key: "k", tools: ["t", "u"])
    case .connected: .toolConnected(tool: "t", keys: ["k"])
    case .toolConnected: .pathTaken(path: "/a", machine: "here", tool: "t")
    case .pathTaken: .variableTaken(tool: "t", variable: "V", key: "k", field: "f")
    case .variableTaken: .rotationOpen(key: "k", from: 1, to: 2)
    case .rotationOpen(_, .some, _): .rotationOpen(key: "k", from: nil, to: nil)
    case .rotationOpen: .noOpenRotation(key: "k")
    case .noOpenRotation: .alreadyPromoted(key: "k", number: 3)
    case .alreadyPromoted: .alreadyTaken(key: "k", number: 4, tools: ["t"])
    case .alreadyTaken: .invalidVariable("1A")
    case .invalidVariable: .publicVariable(variable: "VITE_A", prefix: "VITE_")
    case .publicVariable: .specialVariable(variable: "PATH", reason: .changesWhatRuns)
    case .specialVariable: .apiMismatch(key: "k", required: "v1", actual: "v3")
    case .apiMismatch: .fieldsMissing(key: "k", fields: ["f"])
    case .fieldsMissing: .textTooLong(attribute: "note", maximum: 4096)
    case .textTooLong: .notWritten(tool: "t", kind: .manual)
    case .notWritten: .otherMachine(tool: "t", machine: "there")
    case .otherMachine: .valuesPurged(key: "k", number: 5)
    case .valuesPurged: .nothingToRevoke(key: "k")
    case .nothingToRevoke: .alreadyRevoked(key: "k", number: 6)
    case .alreadyRevoked: .notRevocable(key: "k", number: 7, label: .revoked)
    case .notRevocable: .toolsPending([Sample.laggard])
    case .toolsPending: .reasonRequired
    case .reasonRequired: .graceRunning(key: "k", until: 8)
    case .graceRunning: .rollbackImpossible(key: "k", number: 9, label: .reissued)
    case .rollbackImpossible: .nothingToRollBack(key: "k")
    case .nothingToRollBack: .noOverlap(key: "k")
    case .noOverlap: .orderCycle(tool: "t")
    case .orderCycle: .madeFromCycle(key: "k")
    case .madeFromCycle: .unused(key: "k")
    case .unused: .notReplaceable(key: "k", fields: ["f"])
    case .notReplaceable: nil
    }
  }
}
