import ByteCoding

extension FrameWindow {
  /// Learns the keys of older epochs from the frames from `position` on: each epoch's first payload
  /// opens with that epoch's keys and carries those of the epoch before. Trusts nothing: a box that
  /// is not sealed under a granted key does not open, and whoever reads the frames afterwards
  /// reports damage.
  mutating func learnEpochs(from position: Int, into ring: EpochRing) throws(LedgerError) {
    var starts: [(epoch: UInt32, position: Int)] = []
    var next = position
    var last: UInt32?
    while case .success(let head) = try head(at: next), head.length <= remaining(from: next) {
      if let last, head.epoch > last { starts.append((head.epoch, next)) }
      last = head.epoch
      next += head.length
    }
    for start in starts.reversed() {
      guard let sealed = try sealedEpoch(start.epoch, at: start.position, ring: ring) else {
        return
      }
      ring.learn(start.epoch, sealed)
    }
  }

  private mutating func sealedEpoch(
    _ epoch: UInt32, at position: Int, ring: EpochRing
  ) throws(LedgerError) -> SealedEpoch? {
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
        return sealed
      }
    }
    return nil
  }
}
