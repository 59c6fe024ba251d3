import ByteCoding
import Cryptography

/// Where a walk over frame heads could not go on.
struct WalkFault {
  let reason: DamageReason
  let position: Int
}

extension FrameWindow {
  /// Learns the keys of older epochs from the frames from `position` on: EpochStarted of an epoch
  /// opens with that epoch's keys and carries those of the epoch before. Trusts nothing: a box that
  /// is not sealed under a granted key does not open, and reading checks every frame again.
  /// - Returns: the fault that ended the walk before the end of the file.
  @discardableResult
  mutating func learnEpochs(
    from position: Int, into ring: EpochRing
  ) throws(LedgerError) -> WalkFault? {
    var starts: [(epoch: UInt32, position: Int)] = []
    var next = position
    var fault: WalkFault?
    while remaining(from: next) > 0 {
      let head: FrameHead
      switch try self.head(at: next) {
      case .success(let found) where found.length <= remaining(from: next): head = found
      case .success:
        fault = WalkFault(reason: .frameLength, position: next)
        return try learn(from: starts, into: ring, fault)
      case .failure(.damage(let reason)):
        fault = WalkFault(reason: reason, position: next)
        return try learn(from: starts, into: ring, fault)
      case .failure(.outOfMemory): throw .outOfMemory
      }
      if head.part == 1 { starts.append((head.epoch, next)) }
      next += head.length
    }
    return try learn(from: starts, into: ring, fault)
  }

  /// Looks for each epoch's event where it should be, in the first payload of the epoch, and then
  /// in every other payload of that epoch or a later one.
  private mutating func learn(
    from starts: [(epoch: UInt32, position: Int)], into ring: EpochRing, _ fault: WalkFault?
  ) throws(LedgerError) -> WalkFault? {
    guard let lowest = starts.first?.epoch, lowest < ring.present.epoch else { return fault }
    for epoch in (lowest + 1...ring.present.epoch).reversed() {
      for start in starts where start.epoch >= epoch {
        guard let found = try sealedEpoch(epoch, at: start.position, ring: ring) else { continue }
        guard
          try !keyed({ () throws(CryptographyError) in
            try ring.isContradictory(epoch, found.sealed)
          })
        else {
          throw .damaged(
            .eventLedger, sequence: found.sequence, offset: base + start.position)
        }
        ring.learn(epoch, found.sealed)
        break
      }
    }
    return fault
  }

  private mutating func sealedEpoch(
    _ epoch: UInt32, at position: Int, ring: EpochRing
  ) throws(LedgerError) -> (sealed: SealedEpoch, sequence: UInt64)? {
    let loose: LoosePayload
    do throws(LedgerError) { loose = try payload(at: position, ring: ring) } catch {
      guard case .damaged = error else { throw error }
      return nil
    }
    guard case .transactions(let bodies, _) = loose.payload else { return nil }
    for signed in bodies {
      guard let body = try? TransactionBody.decode(signed.bytes, sequence: 0) else { return nil }
      for event in body.events {
        guard case .epochStarted(epoch, let sealed) = try? LedgerEvent(event) else { continue }
        return (sealed, loose.first.sequence)
      }
    }
    return nil
  }
}
