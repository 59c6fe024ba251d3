extension Ledger {
  /// Reads the whole chain from its first frame, checking everything. `each` gets every payload;
  /// false stops.
  func scan(
    _ each: (PlacedPayload, [TransactionBody], LedgerState) throws(LedgerError) -> Bool
  ) throws(LedgerError) {
    let header = contents.header
    var window = FrameWindow(storage, base: header.framesOffset, end: contents.end)
    let fold = LedgerFold(vault: vaultID, knows: domain.knows)
    let chain = Chain(header.header, from: .start(of: vaultID))
    var reader = ForwardReader(chain: chain, fold: fold, ring: contents.ring)
    var stopped = false
    _ = try reader.read(&window) { (placed, bodies, state) throws(LedgerError) in
      stopped = try !each(placed, bodies, state)
      return !stopped
    }
    guard !stopped else { return }
    try placed(nil, 0) { () throws(ReadFault) in
      try reader.fold.finish(header: header, ring: contents.ring)
    }
  }

  /// Every transaction from the first one on, each checked before it is given, and then those that
  /// an open group holds; false stops.
  package func history(_ body: (TransactionBody) -> Bool) throws(LedgerError) {
    var goesOn = true
    try scan { _, bodies, _ in
      goesOn = bodies.allSatisfy(body)
      return goesOn
    }
    guard goesOn, let held else { return }
    _ = held.payloads.allSatisfy { $0.bodies.allSatisfy(body) }
  }
}
