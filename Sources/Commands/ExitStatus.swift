package import Platform

/// The status with which the program ends. Documented and never renumbered: this is the one table.
package enum ExitStatus: Int32, CaseIterable, Sendable {
  case done = 0
  case unexpected = 1
  case usage = 2
  case aborted = 3
  case locked = 4
  case wrongPassphrase = 5
  case noVault = 6
  case notFound = 10
  case cannotDecrypt = 11
  case refused = 12
  case findings = 14
  case damaged = 15
  case rolledBack = 16
  case toolsPending = 20
  case drift = 21
  case probeSaidNo = 22
  case conflict = 23
  case notRepresentable = 24
  case storageFailed = 25
  case inputNotUnderstood = 26
  case inconclusive = 27

  /// How anything may end that opens a vault.
  package static let opening: [ExitStatus] = [
    .aborted, .locked, .wrongPassphrase, .noVault, .damaged, .rolledBack, .storageFailed,
  ]

  package var meaning: String {
    switch self {
    case .done: "done"
    case .unexpected: "unexpected failure"
    case .usage: "usage, or a question that --no-input forbids"
    case .aborted: "aborted by the user"
    case .locked: "locked, and no way to ask for the passphrase"
    case .wrongPassphrase: "wrong passphrase, key file or recovery code"
    case .noVault: "no vault here"
    case .notFound: "no such key, tool or version"
    case .cannotDecrypt: "cannot decrypt: authentication failed"
    case .refused: "refused by policy or permission"
    case .findings: "findings"
    case .damaged: "the vault is damaged"
    case .rolledBack: "the vault is older than the one last seen"
    case .toolsPending: "tools are pending"
    case .drift: "drift"
    case .probeSaidNo: "a probe or a command of a target said no"
    case .conflict: "conflict, already exists or changed meanwhile"
    case .notRepresentable: "not representable in this dialect"
    case .storageFailed: "storage failed: nothing was changed"
    case .inputNotUnderstood: "an input file was not understood"
    case .inconclusive: "inconclusive: nothing learnt about the key"
    }
  }
}

/// `run` keeps the statuses of its child apart from its own, as shells and container tools do.
package enum LaunchStatus {
  /// Any failure of Keyroll's before the child starts.
  package static let ownFailure: Int32 = 125
  /// The program was found and could not be executed.
  package static let cannotExecute: Int32 = 126
  package static let notFound: Int32 = 127

  /// As a shell tells why a program was not started.
  package static func of(_ error: SystemError) -> Int32 {
    ["ENOENT", "ENOTDIR"].contains(error.name) ? notFound : cannotExecute
  }
}
