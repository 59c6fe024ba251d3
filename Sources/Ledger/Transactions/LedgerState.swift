package import ByteCoding

/// What the ledger knows of one machine's pen.
package struct WriterState: Equatable, Sendable {
  package let id: Identifier
  /// In force for the writer's next body.
  package internal(set) var publicKey: [UInt8]
  /// Of its last body.
  package internal(set) var counter: UInt64
  /// Hash of its last body.
  package internal(set) var lastBody: [UInt8]
  /// Epoch in which it was enrolled.
  package let epoch: UInt32
  /// For people, as the writer itself said when it enrolled.
  package let machine: String
  package let user: String
}

/// The fold of the ledger's own events.
package struct LedgerState: Equatable, Sendable {
  /// Of the latest GenerationStarted, 0 before the first, and the header that it names.
  package internal(set) var generation: UInt64 = 0
  package internal(set) var headerDigest: [UInt8] = []
  /// Everyone who was enrolled.
  package internal(set) var writers: [Identifier: WriterState] = [:]
  /// From epoch 2 on: what opens the epoch before.
  package internal(set) var epochs: [UInt32: SealedEpoch] = [:]
  /// An event was met whose kind this program does not know.
  package internal(set) var metUnknown = false

  /// The latest epoch that was started.
  var epoch: UInt32 { UInt32(epochs.count) + 1 }

  /// Whether the header is the one that the latest GenerationStarted names.
  func matches(_ copy: HeaderCopy) -> Bool {
    generation == copy.header.generation && headerDigest == copy.digest
  }
}
