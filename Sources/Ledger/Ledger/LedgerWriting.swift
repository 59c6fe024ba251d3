import Cryptography

/// Frames that are ready to follow the last one, and what the ledger is once they are durable.
struct NextFrames {
  let frames: [[UInt8]]
  let after: Contents
}

extension Ledger {
  /// Makes the frames of a payload, and reads them back as any reader would: what could not be read
  /// again is never written.
  func frames(for payload: Payload) throws(LedgerError) -> NextFrames {
    let keys = contents.ring.present
    var writer = FrameWriter(continuing: contents.chain.settled, with: sealer)
    let place = try keyed { () throws(CryptographyError) in
      try writer.add(payload, generation: generation, keys: keys)
    }
    guard place != nil else { throw .limit(.payload) }
    let frames = writer.takeFrames()
    return NextFrames(frames: frames, after: try contents.accepting(frames))
  }

  /// Appends durably. When this throws, the ledger knows no more than before.
  func append(_ next: NextFrames) throws(LedgerError) {
    let position = LedgerPosition(
      generation: generation, nextSequence: nextSequence, length: contents.end)
    let storage = storage
    try stored { () throws(StorageError) in
      try storage.append(next.frames, expecting: position)
    }
    contents = next.after
    contents.tail.unread = []
  }
}

extension Contents {
  /// The contents with more frames at the end.
  func accepting(_ frames: [[UInt8]]) throws(LedgerError) -> Contents {
    var after = self
    for frame in frames {
      let sequence = after.chain.state.nextSequence
      try placed(sequence, header.framesOffset + after.chain.state.position) {
        () throws(ReadFault) in
        let head = try FrameHead(frame.span)
        let placed = try after.chain.accept(frame, head: head, ring: ring)
        guard let placed else { return }
        after.tail.take(placed, try after.fold.accept(placed, ring: ring))
      }
    }
    return after
  }
}
