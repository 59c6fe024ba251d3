package import ByteCoding

/// What a command wants to write: a transaction before it has a writer and a place.
package struct TransactionDraft: Sendable {
  /// Drawn once for a command, so that trying again after an unknown outcome is the same
  /// transaction.
  package var id: Identifier
  /// Milliseconds since 1970.
  package var time: Int64
  /// At most 4 KiB, like the reason.
  package var actor: String
  package var reason: String?
  package var events: [RawEvent]
  /// In any order, each address once.
  package var blobs: [SealedBlob]

  package init(
    id: Identifier, time: Int64, actor: String, reason: String? = nil, events: [RawEvent] = [],
    blobs: [SealedBlob] = []
  ) {
    self.id = id
    self.time = time
    self.actor = actor
    self.reason = reason
    self.events = events
    self.blobs = blobs
  }

  func checkLimits() throws(LedgerError) {
    for text in [actor, reason ?? ""] where text.utf8.count > Limits.text {
      throw .limit(.textLength(text.utf8.count))
    }
  }
}

/// On which machine, and as whom, this program writes; both are names for people.
package struct WriterIdentity: Equatable, Sendable {
  package let machine: String
  package let user: String

  package init(machine: String, user: String) {
    self.machine = machine
    self.user = user
  }
}
