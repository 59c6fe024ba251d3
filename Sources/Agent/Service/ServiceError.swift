package import Ledger
package import Platform
package import Vault

/// Why a request was not answered. Facts only: the command line words them.
package enum ServiceError: Error {
  /// There is no vault at this path.
  case noVault(path: String)
  case alreadyExists(path: String)
  /// Nothing has opened the vault yet.
  case locked
  /// No slot opens with what was offered.
  case wrongFactor
  case refused(Refusal)
  case ledger(LedgerError)
  /// A file beside the vault could not be read or written.
  case system(SystemError)
  case invalidName(String, NameProblem)
  case unknownProvider(name: String, suggestion: String?)
  /// Values for these fields are missing.
  case missingFields([String])
  case unknownField(name: String, fields: [String])
  case unknownParameter(name: String, provider: String?, known: [String])
  case missingParameters([String], provider: String)
  /// Several fields, and none was named.
  case fieldNeeded(key: String, fields: [String])
  /// One variable for several fields.
  case variableNeedsField(key: String, fields: [String])
  case noSuchSlot(name: String)
  case ambiguousSlot(name: String)
  case slotExists(name: String)
  case lastSlot
  /// The slot opens with a passphrase and a key file together.
  case keyFileNeeded(slot: String)
  case slot(SlotError)
  case passphrase(PassphraseProblem)
  case noSuchTarget(tool: String, name: String, targets: [String])
  case valuePurged(key: String, version: UInt64)
  case noMatch(pattern: String)
  case unknownSetting(name: String, known: [String])
  case invalidSetting(name: String, accepted: [String])
  /// Nothing there for whoever asks; the same whether what was asked for exists or not.
  case denied
  /// Several tools run as the user who asks: these.
  case toolNeeded(tools: [String])
  /// The vault's setting demands that every use is durable before the secret leaves.
  case useNotRecorded(LedgerError)
  case outOfMemory
}

/// Why a passphrase cannot be used at all.
package enum PassphraseProblem: String, CaseIterable, Sendable {
  case empty
  case tooLong = "too-long"
  case notUTF8 = "not-utf8"
}
