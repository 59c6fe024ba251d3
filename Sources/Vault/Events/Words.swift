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
  /// Another rotation of the key took its place.
  case superseded
}

/// What shows that a tool has adopted a version.
package enum Evidence: String, CaseIterable, Sendable {
  case acknowledged, reload, verify, process, receipt
}

/// What is done for one target, in this order.
package enum Step: String, CaseIterable, Sendable {
  /// The values are brought there: a file is written, or a command takes them on standard input.
  case deliver
  /// The tool is told to load them.
  case reload
  /// The tool is asked whether it uses them.
  case verify
}

/// Why a tool is known to be less far than it was.
package enum LoweringCause: String, CaseIterable, Sendable {
  /// Its target was changed by another hand.
  case edited
  case missing
  case unreadable
  /// Its target holds another version of the key.
  case otherVersion = "other-version"
  /// A process of it still runs with another version.
  case process
  /// Its target was written anew, and the tool has not loaded that yet.
  case rewritten
  /// Whoever vouched for it does so no longer.
  case withdrawn
}

/// How far an open rotation has come; no event says it, all of them together do.
package enum RotationPhase: String, CaseIterable, Sendable {
  /// The new version is stored, and nothing has been begun with it.
  case staged
  /// It is on its way to the tools.
  case distributing
  /// It is the current one, and the one before may still be in use.
  case settling
}
