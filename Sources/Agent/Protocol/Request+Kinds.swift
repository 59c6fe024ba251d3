extension Request {
  /// Whether only the command's own process may answer: whatever decides who can open the vault,
  /// since there the passphrase is asked for.
  package var isForOwnProcess: Bool {
    switch self {
    case .create: true
    case .unlock: true
    case .changePassphrase: true
    case .addSlot: true
    case .restore: true
    case .change(let change): change.isForOwnProcess
    case .query: false
    case .value: false
    case .environment: false
    case .setKey: false
    case .stageRotation: false
    case .recognize: false
    }
  }

  /// Whether it is there to write the vault.
  package var isChange: Bool {
    switch self {
    case .query: false
    case .value: false
    case .environment: false
    case .recognize: false
    case .unlock: false
    default: true
    }
  }

  /// Whether it is a change that can be written together with others. One that makes a new
  /// generation makes a file of its own.
  package var joinsGroup: Bool {
    switch self {
    case .setKey: true
    case .stageRotation: true
    case .change(.removeKey(_, purge: true)): false
    case .change(let change): !change.isForOwnProcess
    default: false
    }
  }
}

extension Change {
  fileprivate var isForOwnProcess: Bool {
    switch self {
    case .removeSlot, .confirmRecovery, .noteAcceptedRollback: true
    default: false
    }
  }
}
