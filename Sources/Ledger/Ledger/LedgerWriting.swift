/// Frames that are ready to follow the last one, and what becomes true once they are durable.
struct NextFrames {
  let frames: [[UInt8]]
  let chain: Chain
  let fold: LedgerFold
  let later: Tail
  /// A checkpoint that the frames complete.
  var checkpoint: Checkpoint?
}

extension Contents {
  /// Reads frames that are to follow the last one, as any reader would.
  func reading(_ frames: [[UInt8]]) throws(LedgerError) -> NextFrames {
    var chain = chain
    var fold = fold
    var later = Tail()
    for frame in frames {
      let offset = header.framesOffset + chain.state.position
      try placed(chain.state.nextSequence, offset) { () throws(ReadFault) in
        let head = try FrameHead(frame.span)
        guard let placed = try chain.accept(frame, head: head, ring: ring) else { return }
        let bodies = try fold.accept(placed, ring: ring)
        later.take(placed.payload, at: placed.position, bodies)
      }
    }
    return NextFrames(frames: frames, chain: chain, fold: fold, later: later)
  }

  /// Goes on to where the frames end, which are durable now.
  mutating func advance(past next: NextFrames) {
    chain = next.chain
    fold = next.fold
    tail.append(next.later)
    guard let checkpoint = next.checkpoint else { return }
    base = checkpoint
    tail.blobs = [:]
    tail.hashes.note(fold.state.writers.values)
  }
}

extension Ledger {
  /// Appends durably. When this throws, the ledger knows no more than before.
  func append(_ next: NextFrames) throws(LedgerError) {
    let position = LedgerPosition(
      generation: generation, nextSequence: nextSequence, length: contents.end)
    let storage = storage
    try stored { () throws(StorageError) in
      try storage.append(next.frames, expecting: position)
    }
    contents.advance(past: next)
    contents.tail.unread = []
  }
}
