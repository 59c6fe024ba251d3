package import Agent
import Platform

extension Message {
  /// A note of the service in words.
  package init(_ note: Note) {
    self =
      switch note {
      case .tornTailDropped(let bytes, let mayHaveBeenAcknowledged):
        Self.tornTail(bytes, mayHaveBeenAcknowledged)
      case .headerCopyDamaged: "one of the two copies of the vault's header is damaged"
      case .storage(let warning):
        "others may reach the vault's file (mode \(octal: warning.openMode)): chmod 600 it"
      case .noWitness:
        "this machine has not seen this vault before: it cannot tell whether it is an old copy"
      case .stateUnavailable(let error):
        "this machine can remember neither the vault nor its uses: \(error.explanation)"
      case .memoryNotLocked:
        "secrets could not be locked in memory and may reach swap: raise ulimit -l"
      case .promoted(let key, let version): "\(key)@\(version) is current now"
      case .oldSecretsStillOpenCopies:
        "older copies and backups of the vault still open with what was removed"
      case .providerAdvice(let key, let provider, let advice): "\(key) (\(provider)): \(advice)"
      case .providerRetired(let key, let provider, let since, let advice):
        "\(key): its vendor ended \(provider) on \(since); \(advice)"
      case .recoveryNeverTested:
        "the recovery code has never been tested: keyroll recovery test"
      case .checkpointFailed:
        "opening the vault stays slow: its index could not be written; the change itself is safe"
      case .usesNotRecorded(let error):
        "uses are not recorded: \(error.explanation)"
      case .usesDropped(let bytes):
        "some uses are lost: \(bytes) bytes of this machine's notes could not be read"
      case .alreadySo: "nothing to do: it is so already"
      }
  }

  private static func tornTail(_ bytes: Int, _ mayHaveBeenAcknowledged: Bool) -> Message {
    let doubt: Message =
      mayHaveBeenAcknowledged ? "; that change may have been reported as done" : ""
    return "the last change to the vault was cut off: \(bytes) bytes were set aside" + doubt
  }
}
