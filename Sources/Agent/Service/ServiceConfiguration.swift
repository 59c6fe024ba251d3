package import Ledger

/// Where a vault is, and who works on it. The same for all requests of one command.
package struct ServiceConfiguration: Sendable {
  package var vaultPath: String
  /// Holds a directory for each vault that this machine has seen.
  package var statePath: String
  /// Names for people, recorded with each change.
  package var machine: String
  package var user: String
  package var reason: String?
  /// Milliseconds since 1970.
  package var now: @Sendable () -> Int64
  package var allowsAnyFileSystem: Bool
  /// Whether what this machine has seen of the vault is written by ``Service/settle()``, shortly
  /// after a change and not before its answer: for a process that remembers it meanwhile.
  package var writesWitnessBehind: Bool
  /// Uses are kept in memory until ``Service/settle()``: for whoever calls that every second.
  package var sumsUsesInMemory: Bool
  /// Where the vault's file is.
  package var device: any StorageDevice = LocalDevice()

  /// Milliseconds that a change waits for another writer: less where others wait meanwhile.
  var lockPatience: Int { writesWitnessBehind ? 1_000 : 10_000 }

  package init(
    vaultPath: String, statePath: String, machine: String, user: String, reason: String? = nil,
    now: @escaping @Sendable () -> Int64, allowsAnyFileSystem: Bool = false,
    writesWitnessBehind: Bool = false,
    sumsUsesInMemory: Bool = false
  ) {
    self.vaultPath = vaultPath
    self.statePath = statePath
    self.machine = machine
    self.user = user
    self.reason = reason
    self.now = now
    self.allowsAnyFileSystem = allowsAnyFileSystem
    self.writesWitnessBehind = writesWitnessBehind
    self.sumsUsesInMemory = sumsUsesInMemory
  }
}
