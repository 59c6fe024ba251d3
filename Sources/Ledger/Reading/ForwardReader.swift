import ByteCoding

/// Reads a chain to its end and checks everything in it.
struct ForwardReader {
  var chain: Chain
  var fold: LedgerFold
  let ring: EpochRing

  private enum Step {
    case part
    case payload(PlacedPayload, [TransactionBody])
    case invalid(DamageReason)
  }

  /// Reads to the end of the window. `each` gets every valid payload, its bodies and the state
  /// after them; false stops.
  /// - Returns: the torn tail that the rest is, if there is any.
  mutating func read(
    _ window: inout FrameWindow,
    each: (PlacedPayload, [TransactionBody], LedgerState) throws(LedgerError) -> Bool
  ) throws(LedgerError) -> TornTail? {
    while window.remaining(from: chain.state.position) > 0 {
      switch try step(&window) {
      case .part: continue
      case .payload(let placed, let bodies):
        guard try each(placed, bodies, fold.state) else { return nil }
      case .invalid(let reason):
        let position = chain.state.position
        guard try window.tailRule(at: position, ring: ring).isTorn else {
          throw .damaged(
            reason, sequence: chain.state.nextSequence, offset: window.base + position)
        }
        return tornTail(window)
      }
    }
    return chain.isUnfinished ? tornTail(window) : nil
  }

  private mutating func step(_ window: inout FrameWindow) throws(LedgerError) -> Step {
    let position = chain.state.position
    switch try window.frame(at: position) {
    case .failure(.damage(let reason)): return .invalid(reason)
    case .failure(.outOfMemory): throw .outOfMemory
    case .success(let (head, frame)):
      var chain = chain
      var fold = fold
      do throws(ReadFault) {
        let placed = try chain.accept(frame, head: head, ring: ring)
        let bodies = try placed.map { (placed) throws(ReadFault) in
          try fold.accept(placed, ring: ring)
        }
        self.chain = chain
        self.fold = fold
        guard let placed, let bodies else { return .part }
        return .payload(placed, bodies)
      } catch {
        guard case .damage(let reason) = error else { throw .outOfMemory }
        return .invalid(reason)
      }
    }
  }

  private func tornTail(_ window: FrameWindow) -> TornTail {
    let offset = window.base + chain.settled.position
    return TornTail(
      sequence: chain.settled.nextSequence, offset: offset, length: window.end - offset)
  }
}
