package import ByteCoding
import Cryptography

/// What a decision may know of the world: all of it given, so that the same command on the same
/// state decides the same.
package struct DecisionContext: Sendable {
  /// Milliseconds since 1970.
  package let now: Int64
  package var ids: IDPool
  /// The machine on which the command runs.
  package let machine: String

  package init(now: Int64, ids: IDPool, machine: String) {
    self.now = now
    self.ids = ids
    self.machine = machine
  }
}

/// Identifiers for one command, as many as it needs, all made from one seed. A command that is
/// tried again with the same seed makes the same identifiers, hence the same transaction.
package struct IDPool: Sendable {
  private static let label = Label("keyroll.idpool.1")

  private let seed: [UInt8]
  private var drawn: UInt64 = 0

  /// `seed`: 32 random bytes, drawn once for the command.
  package init(seed: [UInt8]) {
    self.seed = seed
  }

  package mutating func draw() -> Identifier {
    let number = (0..<8).map { UInt8(truncatingIfNeeded: drawn >> (8 * $0)) }
    drawn += 1
    let message = seed + number
    return Identifier(BLAKE2b.digest(message.span, label: Self.label, count: 16))
  }
}
