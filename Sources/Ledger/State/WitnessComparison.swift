package import ByteCoding

/// Where a vault falls short of what this machine has seen.
package struct WitnessConflict: Equatable, Sendable {
  /// Nil when the vault's epoch already says it.
  package let writer: Identifier?
  /// The writer's counter in the witness and in the vault, 0 when the vault does not have the
  /// writer.
  package let seen: UInt64
  package let found: UInt64

  package init(writer: Identifier?, seen: UInt64, found: UInt64) {
    self.writer = writer
    self.seen = seen
    self.found = found
  }
}

/// What comparing a vault with a witness gives.
package enum WitnessComparison: Equatable, Sendable {
  /// The vault holds all that was seen, and maybe more.
  case agrees
  case older(WitnessConflict)
  case forked(WitnessConflict)
  /// The bodies with these writers and counters would have to be read.
  case undecided([Identifier: UInt64])
}

/// Hashes of the bodies of each writer that have been read, by counter.
package struct BodyHashes: Equatable, Sendable {
  private var hashes: [Identifier: [UInt64: [UInt8]]] = [:]

  package init() {}

  package subscript(writer: Identifier, counter: UInt64) -> [UInt8]? {
    get { hashes[writer]?[counter] }
    set { hashes[writer, default: [:]][counter] = newValue }
  }

  mutating func append(_ later: BodyHashes) {
    for (writer, new) in later.hashes {
      hashes[writer, default: [:]].merge(new) { _, new in new }
    }
  }

  mutating func note(_ writers: some Sequence<WriterState>) {
    for writer in writers { self[writer.id, writer.counter] = writer.lastBody }
  }
}

extension Witness {
  /// Compares the writers of a vault with those seen. Sequences decide nothing, because a new
  /// generation may renumber frames.
  package func compare(
    _ writers: [Identifier: WriterState], hashes: BodyHashes
  ) -> WitnessComparison {
    var undecided: [Identifier: UInt64] = [:]
    for (id, mark) in self.writers.sorted(by: { $0.key < $1.key }) {
      let found = writers[id]?.counter ?? 0
      let conflict = WitnessConflict(writer: id, seen: mark.counter, found: found)
      guard found >= mark.counter else { return .older(conflict) }
      let hash = found == mark.counter ? writers[id]?.lastBody : hashes[id, mark.counter]
      guard let hash else {
        undecided[id] = mark.counter
        continue
      }
      guard hash == mark.body else { return .forked(conflict) }
    }
    return undecided.isEmpty ? .agrees : .undecided(undecided)
  }
}
