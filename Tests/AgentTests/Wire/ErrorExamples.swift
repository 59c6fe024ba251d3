import Ledger
import Platform
import Vault

@testable import Agent

extension Sample {
  static let systemError = SystemError(errno: 28, operation: "write", path: "/a/vault")
  static let pathless = SystemError(errno: -1, operation: "fsync", path: nil)
  static let conflict = WitnessConflict(writer: id(12), seen: 7, found: 6)
  static let laggard = Laggard(
    tool: id(13), toolName: "billing@prod", key: id(14), keyName: "k", level: .failed,
    required: .waived, next: .acknowledge(.applied))
}

extension Laggard.NextStep: Chained {
  static func example(after previous: Laggard.NextStep?) -> Laggard.NextStep? {
    switch previous {
    case nil: .emit
    case .emit: .acknowledge(.verified)
    case .acknowledge: .rotate(key: "k")
    case .rotate: .run
    case .run: .wait(for: ["t", "u"])
    case .wait: nil
    }
  }
}

extension StorageError: Chained {
  static func example(after previous: StorageError?) -> StorageError? {
    switch previous {
    case nil: .notFound(path: "/a")
    case .notFound: .exists(path: "/b")
    case .exists: .notAVault(path: "/c")
    case .notAVault: .failed(Sample.systemError)
    case .failed: .ambiguous(Sample.pathless)
    case .ambiguous: .conflict
    case .conflict: .locked
    case .locked: .readOnly(Sample.systemError)
    case .readOnly: .unsuitableFileSystem(path: "/d")
    case .unsuitableFileSystem: nil
    }
  }
}

extension LimitExceeded: Chained {
  static func example(after previous: LimitExceeded?) -> LimitExceeded? {
    switch previous {
    case nil: .valueLength(1_048_577)
    case .valueLength: .textLength(4097)
    case .textLength: .payload
    case .payload: .slots
    case .slots: .lastSlot
    case .lastSlot: .noEvents
    case .noEvents: nil
    }
  }
}

extension LedgerError: Chained {
  static func example(after previous: LedgerError?) -> LedgerError? {
    switch previous {
    case nil: .damaged(.frameOpen, sequence: 9, offset: 1256)
    case .damaged(_, .some, _): .damaged(.headerMAC, sequence: nil, offset: 0)
    case .damaged: .wrongFactor
    case .wrongFactor: .storage(.notFound(path: "/a"))
    case .storage(let error): StorageError.example(after: error).map(LedgerError.storage) ?? more
    case .state: .stateDamaged("witness")
    case .stateDamaged: .rolledBack(Sample.conflict)
    case .rolledBack: .forked(WitnessConflict(writer: nil, seen: 0, found: 1))
    case .forked: .unknownCriticalEvent(kind: 99)
    case .unknownCriticalEvent: .unknownEvents
    case .unknownEvents: .readOnly
    case .readOnly: .limit(.valueLength(1))
    case .limit(let limit): LimitExceeded.example(after: limit).map(LedgerError.limit) ?? last
    case .valueMissing: .outOfMemory
    case .outOfMemory: nil
    }
  }

  private static let more = LedgerError.state(Sample.systemError)
  private static let last = LedgerError.valueMissing(
    BlobAddress(version: Sample.id(1), field: Sample.id(2)))
}

extension Note: Chained {
  static func example(after previous: Note?) -> Note? {
    switch previous {
    case nil: .tornTailDropped(bytes: 600, mayHaveBeenAcknowledged: true)
    case .tornTailDropped: .headerCopyDamaged
    case .headerCopyDamaged: .storage(.openToOthers(mode: 0o644))
    case .storage(.openToOthers): .noWitness
    case .noWitness: .stateUnavailable(Sample.systemError)
    case .stateUnavailable: .memoryNotLocked
    case .memoryNotLocked: .promoted(key: "k", version: 2)
    case .promoted: .oldSecretsStillOpenCopies
    case .oldSecretsStillOpenCopies: .providerAdvice(key: "a", provider: "b", advice: "c")
    case .providerAdvice: .providerRetired(key: "a", provider: "b", since: "c", advice: "d")
    case .providerRetired: .recoveryNeverTested
    case .recoveryNeverTested: .checkpointFailed(.readOnly)
    case .checkpointFailed: .usesNotRecorded(Sample.pathless)
    case .usesNotRecorded: .usesDropped(bytes: 40)
    case .usesDropped: .alreadySo
    case .alreadySo: nil
    }
  }
}

extension NameProblem: Chained {
  static func example(after previous: NameProblem?) -> NameProblem? {
    switch previous {
    case nil: .empty
    case .empty: .emptySegment
    case .emptySegment: .dotSegment
    case .dotSegment: .leadingHyphen
    case .leadingHyphen: .character("\u{10ffff}", position: 3)
    case .character: .notNormalized
    case .notNormalized: .tooLong
    case .tooLong: nil
    }
  }
}

extension SlotError: Chained {
  static func example(after previous: SlotError?) -> SlotError? {
    switch previous {
    case nil: .noFactor
    case .noFactor: .factorLength(.keyFile)
    case .factorLength: .kdfLimits
    case .kdfLimits: .weakPoint
    case .weakPoint: .outOfMemory
    case .outOfMemory: nil
    }
  }
}

extension ServiceError: Chained {
  static func example(after previous: ServiceError?) -> ServiceError? {
    switch previous {
    case nil: .noVault(path: "/a")
    case .noVault: .alreadyExists(path: "/b")
    case .alreadyExists: .locked
    case .locked: .wrongFactor
    case .wrongFactor: .refused(.unavailable)
    case .refused(let refusal):
      Refusal.example(after: refusal).map(ServiceError.refused)
        ?? .ledger(.damaged(.truncated, sequence: 1, offset: 2))
    case .ledger(let error):
      LedgerError.example(after: error).map(ServiceError.ledger) ?? .system(Sample.pathless)
    case .system: .invalidName("a~b", .empty)
    case .invalidName(_, let problem):
      NameProblem.example(after: problem).map { .invalidName("a~b", $0) }
        ?? .unknownProvider(name: "acmee", suggestion: "acme")
    case .unknownProvider: .missingFields(["a", "b"])
    case .missingFields: .unknownField(name: "c", fields: ["a"])
    case .unknownField: .unknownParameter(name: "p", provider: nil, known: [])
    case .unknownParameter(_, nil, _): .unknownParameter(name: "p", provider: "q", known: ["r"])
    case .unknownParameter: .missingParameters(["account"], provider: "acme")
    case .missingParameters: .fieldNeeded(key: "k", fields: ["a", "b"])
    case .fieldNeeded: .variableNeedsField(key: "k", fields: ["c"])
    case .variableNeedsField: .noSuchSlot(name: "s")
    case .noSuchSlot: .ambiguousSlot(name: "t")
    case .ambiguousSlot: .slotExists(name: "u")
    case .slotExists: .lastSlot
    case .lastSlot: .keyFileNeeded(slot: "v")
    case .keyFileNeeded: .slot(.noFactor)
    case .slot(let error):
      SlotError.example(after: error).map(ServiceError.slot) ?? .passphrase(.empty)
    case .passphrase(.empty): .passphrase(.tooLong)
    case .passphrase(.tooLong): .passphrase(.notUTF8)
    case .passphrase(.notUTF8): .noSuchTarget(tool: "t", name: "n", targets: ["/a"])
    case .noSuchTarget: .valuePurged(key: "k", version: 2)
    case .valuePurged: .noMatch(pattern: "x*")
    case .noMatch: .unknownSetting(name: "s", known: ["max-age"])
    case .unknownSetting: .invalidSetting(name: "max-age", accepted: ["a duration"])
    case .invalidSetting: .denied
    case .denied: .toolNeeded(tools: ["a", "b"])
    case .toolNeeded: .useNotRecorded(.readOnly)
    case .useNotRecorded: .outOfMemory
    case .outOfMemory: nil
    }
  }
}

extension AgentFailure: Chained {
  static func example(after previous: AgentFailure?) -> AgentFailure? {
    switch previous {
    case nil: .denied
    case .denied: .notServed
    case .notServed: .tooLarge
    case .tooLarge: .lockedNow
    case .lockedNow: .service(.locked)
    case .service: nil
    }
  }
}
