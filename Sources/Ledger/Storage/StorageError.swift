package import Platform

/// Why the bytes of a vault could not be read or changed.
package enum StorageError: Error, Equatable {
  /// No file has that path.
  case notFound(path: String)
  /// A vault was to be created where a file is already.
  case exists(path: String)
  /// The path names a directory, a socket or something else that cannot hold a vault.
  case notAVault(path: String)
  /// Nothing was changed.
  case failed(SystemError)
  /// The outcome is unknown: the change may or may not survive. The handle never writes in place
  /// again.
  case ambiguous(SystemError)
  /// Someone else wrote since the caller last looked: catch up and decide again.
  case conflict
  /// Another writer held the vault for longer than this one was ready to wait.
  case locked
  /// The medium, or the permissions of the file, let nobody write.
  case readOnly(SystemError)
  /// Locks or fsync do not mean on this file system what the ledger needs them to mean.
  case unsuitableFileSystem(path: String)
}

/// What a user should hear about a vault that can be used nevertheless.
package enum StorageWarning: Equatable, Sendable {
  /// The group or everybody may read or write the file. `mode` is its permission bits.
  case openToOthers(mode: UInt32)
}
