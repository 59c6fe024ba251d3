/// What opens a slot of the ledger.
package enum SlotKind: String, CaseIterable, Sendable {
  case passphrase
  case keyFile = "key-file"
  case recovery
  case identity
}

/// How a version came to be.
package enum VersionOrigin: String, CaseIterable, Sendable {
  case set, rotate, fix, rollback
  case `import` = "import"
}

/// How a target takes its values.
package enum TargetKind: String, CaseIterable, Sendable {
  case environmentFile = "env-file"
  /// A person carries the values over.
  case manual
  case manifest
  case command

  /// Whether Keyroll itself brings the values there.
  package var isWritten: Bool { self != .manual }
}

/// How a secret left the vault, or did not.
package enum UseKind: String, CaseIterable, Sendable {
  /// Somebody was given the value of one field.
  case read
  /// A program started with the tool's variables.
  case run
  case export
  /// A file was written; of its own only where every use is to be recorded.
  case emit
  /// Whoever asked got nothing.
  case denied
}

/// How a rotation ended.
package enum RotationOutcome: String, CaseIterable, Sendable {
  case done, aborted
  case rolledBack = "rolled-back"
}

/// What shows that a tool has adopted a version.
package enum Evidence: String, CaseIterable, Sendable {
  case acknowledged, reload, verify, process, receipt
}
